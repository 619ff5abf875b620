import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../src/engine/byte-source.ts';
import { openGguf } from '../../../src/engine/checkpoint/formats/gguf/gguf.ts';
import { bytesField, fixed32Field, varintField } from '../../../src/engine/checkpoint/formats/protobuf.ts';
import { openPytorch } from '../../../src/engine/checkpoint/formats/pytorch/pytorch.ts';
import { openSafetensors, tensorsOf } from '../../../src/engine/checkpoint/formats/safetensors.ts';
import { crc32c, mask } from '../../../src/engine/checkpoint/formats/tensorflow/crc32c.ts';
import { formatTable } from '../../../src/engine/checkpoint/formats/tensorflow/sorted-table.ts';
import { openTensorflowBundle } from '../../../src/engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import { readWhole, type TensorFile } from '../../../src/engine/checkpoint/tensor-file.ts';
import { parseNpyTokens } from '../../../src/engine/tokens/npy.ts';

/** One and a half and minus two, as each type has them. */
const bytes = {
  float64: new Uint8Array(Float64Array.of(1.5, -2).buffer),
  float32: new Uint8Array(Float32Array.of(1.5, -2).buffer),
  float16: new Uint8Array(Uint16Array.of(0x3e00, 0xc000).buffer),
  bfloat16: new Uint8Array(Uint16Array.of(0x3fc0, 0xc000).buffer),
};

type Opener = (type: string, data: Uint8Array) => Promise<TensorFile>;

/** A safetensors file of one tensor of two numbers. */
const safetensors: Opener = async (dtype, data) => {
  const header = JSON.stringify({ w: { dtype, shape: [2], data_offsets: [0, data.length] } });
  const size = new Uint8Array(new BigUint64Array([BigInt(header.length)]).buffer);
  const content = new Uint8Array(Buffer.concat([size, Buffer.from(header), data]));
  return tensorsOf(await openSafetensors(bytesInMemory('model.safetensors', content)));
};

const pytorch: Opener = async (storage, data) => {
  const text = (content: string) => `X${String.fromCharCode(content.length)}\0\0\0${content}`;
  const pickle = [
    `\x80\x02}${text('w')}ctorch._utils\n_rebuild_tensor_v2\n((${text('storage')}ctorch\n${storage}\n`,
    `${text('0')}${text('cpu')}K\x02tQK\x00K\x02\x85K\x01\x85\x89NtRs.`,
  ].join('');
  const archive = zipSync(
    { 'a/data.pkl': Uint8Array.from(pickle, (character) => character.charCodeAt(0)), 'a/data/0': data },
    { level: 0 },
  );
  return openPytorch(bytesInMemory('pytorch_model.bin', archive));
};

const tensorflow: Opener = async (type, data) => {
  const entry = [
    ...varintField(1, Number(type)),
    ...bytesField(2, bytesField(2, varintField(1, 2))),
    ...varintField(5, data.length),
    ...fixed32Field(6, mask(crc32c(data))),
  ];
  const index = formatTable([
    ['', varintField(1, 1)],
    ['w', entry],
  ]);
  return openTensorflowBundle(bytesInMemory('model.index', index), async () => bytesInMemory('model.data', data));
};

const gguf: Opener = async (type, data) => {
  const head = Buffer.alloc(24 + 8 + 1 + 4 + 8 + 4 + 8);
  head.write('GGUF');
  head.writeUInt32LE(3, 4);
  head.writeBigUInt64LE(1n, 8);
  head.writeBigUInt64LE(1n, 24);
  head.write('w', 32);
  head.writeUInt32LE(1, 33);
  head.writeBigUInt64LE(2n, 37);
  head.writeUInt32LE(Number(type), 45);
  const padded = Buffer.concat([head, Buffer.alloc(64 - head.length), data]);
  return openGguf(bytesInMemory('model.gguf', new Uint8Array(padded)));
};

const openers = { safetensors, PyTorch: pytorch, TensorFlow: tensorflow, GGUF: gguf };
type Format = keyof typeof openers;

async function numbersOf(file: TensorFile): Promise<number[]> {
  return [...(await readWhole(file.tensors.get('w')!))];
}

test.each<[Format, string, keyof typeof bytes]>([
  ['safetensors', 'F64', 'float64'],
  ['safetensors', 'F32', 'float32'],
  ['safetensors', 'F16', 'float16'],
  ['safetensors', 'BF16', 'bfloat16'],
  ['PyTorch', 'DoubleStorage', 'float64'],
  ['PyTorch', 'FloatStorage', 'float32'],
  ['PyTorch', 'HalfStorage', 'float16'],
  ['PyTorch', 'BFloat16Storage', 'bfloat16'],
  ['TensorFlow', '2', 'float64'],
  ['TensorFlow', '1', 'float32'],
  ['TensorFlow', '19', 'float16'],
  ['TensorFlow', '14', 'bfloat16'],
  ['GGUF', '28', 'float64'],
  ['GGUF', '0', 'float32'],
  ['GGUF', '1', 'float16'],
  ['GGUF', '30', 'bfloat16'],
])('%s: %s is read, a %s', async (format, type, name) => {
  expect(await numbersOf(await openers[format](type, bytes[name]))).toEqual([1.5, -2]);
});

describe('numbers that are no weights are refused under their name, with what to do', () => {
  test.each<[Format, string, number, string]>([
    ...[
      ['C64', 16],
      ['I64', 16],
      ['U64', 16],
      ['I32', 8],
      ['U32', 8],
      ['I16', 4],
      ['U16', 4],
      ['I8', 2],
      ['U8', 2],
      ['BOOL', 2],
      ['F8_E4M3', 2],
      ['F8_E5M2', 2],
      ['F8_E8M0', 2],
      ['F8_E4M3FNUZ', 2],
      ['F8_E5M2FNUZ', 2],
      ['F4', 1],
    ].map(([type, size]) => ['safetensors', type, size, type] as [Format, string, number, string]),
    ...['Long', 'Int', 'Short', 'Char', 'Byte', 'Bool', 'ComplexFloat', 'ComplexDouble', 'QInt8', 'QUInt8'].map(
      (name) => ['PyTorch', `${name}Storage`, 16, `a ${name}Storage`] as [Format, string, number, string],
    ),
    ['TensorFlow', '9', 16, "TensorFlow's int64"],
    ['TensorFlow', '10', 2, "TensorFlow's bool"],
    ['TensorFlow', '8', 16, "TensorFlow's complex64"],
    ['TensorFlow', '3', 8, "TensorFlow's int32"],
    ['TensorFlow', '25', 2, "TensorFlow's float8_e4m3fn"],
    ['TensorFlow', '99', 2, "TensorFlow's type 99"],
    ['GGUF', '24', 2, "ggml's I8"],
    ['GGUF', '27', 16, "ggml's I64"],
    ['GGUF', '20', 16, "ggml's IQ4_NL"],
    ['GGUF', '39', 16, "ggml's MXFP4"],
    ['GGUF', '250', 16, "ggml's type 250"],
  ])('%s: %s', async (format, type, size, called) => {
    const reading = openers[format](type, new Uint8Array(size)).then(numbersOf);
    await expect(reading).rejects.toThrow(`holds w as ${called}, `);
    await expect(reading).rejects.toThrow(/[Cc]onvert/);
    await expect(reading).rejects.not.toThrow(/Copy or/);
  });
});

test.each(['<f8', '<f4', '<f2', '|b1', '<c8', '|O', '<U4', '|S3', '<M8[us]'])(
  'token ids saved by NumPy as %s are refused with the type that they need',
  (descr) => {
    const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (2,), }`.padEnd(117).concat('\n');
    const head = [0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0];
    const npy = new Uint8Array(Buffer.concat([Buffer.from(head), Buffer.from(dict), Buffer.alloc(32)]));
    expect(() => parseNpyTokens(npy, 'tokens.npz', 50257)).toThrow(/whole numbers.*astype\('int32'\)/s);
  },
);
