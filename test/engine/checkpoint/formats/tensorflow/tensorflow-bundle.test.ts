import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../../src/engine/byte-source.ts';
import { bytesField, fixed32Field, varintField } from '../../../../../src/engine/checkpoint/formats/protobuf.ts';
import { crc32c } from '../../../../../src/engine/checkpoint/formats/tensorflow/crc32c.ts';
import { formatTable, parseTable } from '../../../../../src/engine/checkpoint/formats/tensorflow/sorted-table.ts';
import {
  formatCheckpointFile,
  openTensorflowBundle,
  parseCheckpointFile,
  readBundleIndex,
  TensorflowFault,
  writeTensorflowBundle,
} from '../../../../../src/engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import { tensorsFor } from '../../../../../src/engine/checkpoint/parameters-file.ts';
import { readWhole } from '../../../../../src/engine/checkpoint/tensor-file.ts';
import { parseModelConfiguration } from '../../../../../src/engine/models/architectures.ts';
import { conventions } from '../../../../../src/engine/models/gpt2/tensor-names.ts';
import { sharedFolder } from '../../../../shared.ts';
import { collector, expectDistrust, loaded, parameterSet, tinyWeights } from '../../tiny-weights.ts';

const named = (name: string, content: Uint8Array) => bytesInMemory(name, content);

async function written(): Promise<{ index: Uint8Array; data: Uint8Array }> {
  const [index, data] = [collector(), collector()];
  const tensors = tensorsFor(conventions.tensorflow, await parameterSet(tinyWeights()));
  await writeTensorflowBundle({ index: index.write, data: data.write }, tensors);
  return { index: index.bytes(), data: data.bytes() };
}

const open = (index: Uint8Array, data: Uint8Array) =>
  openTensorflowBundle(named('model.index', index), async (suffix) => named(`model${suffix}`, data));

/** An index of these variables; what is not said is as of one float32 at the beginning. */
function forged(entries: Record<string, number[]>, header = varintField(1, 1)): Uint8Array {
  return formatTable([['', header] as const, ...Object.entries(entries)]);
}

const entry = ({ type = 1, axes = [1], shard = 0, offset = 0, bytes = 4, crc = 0 } = {}) => [
  ...varintField(1, type),
  ...bytesField(
    2,
    axes.flatMap((length) => bytesField(2, varintField(1, length))),
  ),
  ...varintField(3, shard),
  ...varintField(4, offset),
  ...varintField(5, bytes),
  ...fixed32Field(6, crc),
];

test('the checksum is that of RFC 3720, however the bytes are divided', () => {
  // Appendix B.4.
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);
  expect(crc32c(ascending)).toBe(0x46dd794e);
  for (let cut = 0; cut <= 32; cut++) {
    expect(crc32c(ascending.subarray(cut), crc32c(ascending.subarray(0, cut)))).toBe(0x46dd794e);
  }
});

test('what is written is read again, in the order of names, with their leading axis', async () => {
  const { index, data } = await written();
  expect(await loaded(await open(index, data), conventions.tensorflow)).toEqual(tinyWeights());
  const { entries } = await readBundleIndex(named('model.index', index));
  expect(entries.slice(0, 2)).toMatchObject([
    { name: 'model/h0/attn/c_attn/b', shape: [96], offset: 0, bytes: 384 },
    { name: 'model/h0/attn/c_attn/w', shape: [1, 32, 96], offset: 384 },
  ]);
});

test('slots of optimizers and counters are passed over', async () => {
  const { index, data } = await written();
  const extra = ['beta1_power', 'global_step', 'model/wte/Adam', 'model/wte/Adam_1', 'model/h0/ln_1/g/Momentum'];
  const added = extra.map((name, i) => [name, entry({ offset: data.length + 4 * i })] as const);
  const entries = [...parseTable(index).map(([name, value]) => [name, [...value]] as const), ...added];
  const larger = formatTable(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const file = await open(larger, new Uint8Array(Buffer.concat([data, new Uint8Array(20)])));
  expect(file.tensors.has('model/wte/Adam')).toBe(true);
  expect(await loaded(file, conventions.tensorflow)).toEqual(tinyWeights());
});

test('data without its checksum is refused by the name of the variable', async () => {
  const { index, data } = await written();
  data[5] ^= 1;
  await expect(loaded(await open(index, data), conventions.tensorflow)).rejects.toThrow(
    /data-00000-of-00001 holds model\/h0\/attn\/c_attn\/b without its checksum/,
  );
});

test('the file "checkpoint" names the newest one', () => {
  expect(parseCheckpointFile(formatCheckpointFile('model.ckpt'))).toBe('model.ckpt');
  expect(parseCheckpointFile('model_checkpoint_path: "C:\\\\gpt\\\\model-10"\n')).toBe('model-10');
  expect(parseCheckpointFile('all_model_checkpoint_paths: "model-9"\nmodel_checkpoint_path: "/a/model-10"')).toBe(
    'model-10',
  );
  expect(parseCheckpointFile('<html>')).toBeNull();
  // Looked through once, not from every line on again.
  expect(parseCheckpointFile('\n'.repeat(2 ** 18))).toBeNull();
});

describe('a table of many blocks, or with keys that share nothing', () => {
  test('is read', () => {
    const many = Array.from({ length: 100 }, (_, i) => [`key${String(i).padStart(3, '0')}`, [i]] as const);
    expect(parseTable(formatTable(many)).map(([key, value]) => [key, [...value]])).toEqual(many);
  });
});

describe('an index is refused', () => {
  const vast = 2 ** 30;
  test.each<[string, Uint8Array, RegExp]>([
    ['that is empty', new Uint8Array(0), /does not end as an index/],
    ['that is a page of HTML', new TextEncoder().encode(`<html>${' '.repeat(100)}`), /does not end as an index/],
    ['without a header', formatTable([['a', entry()]]), /has no header/],
    ['of no shards', forged({}, []), /has 0 shards/],
    ['of a million shards', forged({}, varintField(1, 1e6)), /has 1000000 shards/],
    ['of a big-endian machine', forged({}, [...varintField(1, 1), ...varintField(2, 1)]), /big-endian/],
    [
      'whose shape has other bytes',
      forged({ a: entry({ axes: [2] }) }),
      /gives a 4 bytes, where its shape \(2\) has 8/,
    ],
    ['whose shape is too large', forged({ a: entry({ axes: [vast, vast, vast] }) }), /gives a 4 bytes/],
    ['with a shard that is not there', forged({ a: entry({ shard: 1 }) }), /shard 1, and there are 1/],
    ['with data outside', forged({ a: entry({ offset: 2 }) }), /puts a at bytes 2 to 6 of model\.data.*has 4/],
    ['with an offset beyond numbers', forged({ a: entry({ offset: 2 ** 53 - 1 }) }), /puts a at byte/],
    ['with data that two share', forged({ a: entry(), b: entry() }), /puts b at byte 0, which is within a/],
    ['with slices', forged({ a: [...entry(), ...bytesField(7, [])] }), /a in slices/],
    ['with a type in place of a shape', forged({ a: varintField(2, 1) }), /field 2 is not a message/],
    ['with a message that ends early', forged({ a: [18, 100] }), /goes beyond its message/],
    [
      'with names out of order',
      formatTable([
        ['', varintField(1, 1)],
        ['b', entry()],
        ['a', entry()],
      ]),
      /"a" after "b"/,
    ],
    ['with more axes than a tensor has', forged({ a: entry({ axes: new Array(9).fill(1) }) }), /gives a 9 axes/],
    ['with an endless name', forged({ ['a'.repeat(600)]: entry() }), /key of 600 bytes/],
    ['that is too long', new Uint8Array(2 ** 20 + 1), /too long for an index/],
  ])('%s', async (_, index, message) => {
    const refused = open(index, new Uint8Array(4));
    await expect(refused).rejects.toThrow(TensorflowFault);
    await expect(refused).rejects.toThrow(message);
  });

  test('of more variables than any model has, whose names are long and written once', async () => {
    const many = Array.from({ length: 2 ** 14 + 1 }, (_, i) => 'a'.repeat(400) + String(i).padStart(5, '0'));
    const index = forged(Object.fromEntries(many.map((name) => [name, varintField(1, 9)])));
    await expect(open(index, new Uint8Array(4))).rejects.toThrow(/has 16385 variables/);
  });

  test('truncated or with any bytes changed', async () => {
    const { index, data } = await written();
    await expectDistrust(index, async (damaged) => loaded(await open(damaged, data), conventions.tensorflow));
  });

  test('also where its checksums are right', async () => {
    const { index } = await written();
    const entries = parseTable(index).map(([name, value]) => [name, [...value]] as const);
    const values = entries.slice(0, 4).flatMap(([, value], i) => value.map((_, at) => [i, at] as const));
    for (const [i, at] of values) {
      for (const byte of [0, 1, 0x7f, 0x80, 0xff]) {
        const changed = entries.map(([name, value], j) => [name, i === j ? value.with(at, byte) : value] as const);
        await readBundleIndex(named('model.index', formatTable(changed))).catch((fault) =>
          expect(fault).toBeInstanceOf(TensorflowFault),
        );
      }
    }
  });
});

test("a checkpoint that TensorFlow's Saver wrote has GPT-2's tensors and their values", async () => {
  const content = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../../../fixtures/tensorflow-checkpoint/${name}`, import.meta.url)));
  const prefix = parseCheckpointFile(content('checkpoint').toString())!;
  expect(prefix).toBe('model-3');
  const { tensors } = await open(content(`${prefix}.index`), content(`${prefix}.data-00000-of-00001`));
  const table = parseModelConfiguration('hparams.json', content('hparams.json').toString(), 'hparams.json').parameters;
  const expected = tensorsFor(conventions.tensorflow, { table } as Parameters<typeof tensorsFor>[1]);
  expect(Object.fromEntries(Array.from(tensors, ([name, { shape }]) => [name, shape]))).toEqual(
    Object.fromEntries(expected.map(({ name, shape }) => [name, shape])),
  );
  for (const [name, tensor] of tensors) {
    const values = await readWhole(tensor);
    expect(values, name).toEqual(Float32Array.from(values, (_, i) => i / 8 + name.length));
  }
});

const fixtures = sharedFolder('fixtures/tf-bundle');

describe.skipIf(fixtures === null)('checkpoints of TensorFlow itself (fixtures/tf-bundle)', () => {
  test.each([
    ['openai-124M', 'model.ckpt', 148, 497_759_232],
    ['openai-355M', 'model.ckpt', 292, 1_419_292_672],
    ['gpt2-finetuned', 'model-145479', 148, 497_759_232],
  ])('%s has the names and shapes of GPT-2', async (folder, prefix, variables, bytes) => {
    const path = (name: string) => join(fixtures!, folder, name);
    expect(parseCheckpointFile(readFileSync(path('checkpoint'), 'utf8'))).toBe(prefix);
    const { entries } = await readBundleIndex(named('index', readFileSync(path(`${prefix}.index`))));
    const hparams = readFileSync(path('hparams.json'), 'utf8');
    const table = parseModelConfiguration('hparams.json', hparams, 'hparams.json').parameters;
    const expected = tensorsFor(conventions.tensorflow, { table } as Parameters<typeof tensorsFor>[1]);
    expect(entries).toHaveLength(variables);
    expect(entries.map(({ name, shape }) => [name, shape])).toEqual(
      expected.map(({ name, shape }) => [name, shape]).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(entries.reduce((sum, entry) => sum + entry.bytes, 0)).toBe(bytes);
  });

  const opened = (folder: string) => {
    const content = (name: string) => readFileSync(join(fixtures!, folder, name));
    return open(content('variables.index'), content('variables.data-00000-of-00001'));
  };

  test('half plus three holds its numbers', async () => {
    const { tensors } = await opened('saved_model_half_plus_three');
    for (const [name, value] of Object.entries({ a: 0.5, b: 3, c: 3 })) {
      expect([...(await readWhole(tensors.get(name)!))], name).toEqual([value]);
    }
  });

  test('one whose index is compressed is refused by the name of the compression', async () => {
    await expect(opened('saved_model_half_plus_two_cpu')).rejects.toThrow(
      /compressed with snappy, which is not supported/,
    );
  });
});
