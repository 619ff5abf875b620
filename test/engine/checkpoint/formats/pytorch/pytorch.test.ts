import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesInMemory } from '../../../../../src/engine/byte-source.ts';
import { PickleError, parsePickle } from '../../../../../src/engine/checkpoint/formats/pytorch/pickle.ts';
import { openPytorch, PytorchFault } from '../../../../../src/engine/checkpoint/formats/pytorch/pytorch.ts';
import { gpt2Configuration } from '../../../../../src/engine/models/gpt2/architecture.ts';
import { conventions } from '../../../../../src/engine/models/gpt2/tensor-names.ts';
import { ZipWriter } from '../../../../../src/engine/tokens/zip.ts';
import { collector, expectDistrust, loaded, tinyWeights } from '../../tiny-weights.ts';

const shape = gpt2Configuration({ n_vocab: 257, n_ctx: 3, n_embd: 4, n_head: 2, n_layer: 1 }, 'recorded');
const recorded = (name: string) => new Uint8Array(readFileSync(new URL(`../recorded/${name}`, import.meta.url)));
const open = (content: Uint8Array) => openPytorch(bytesInMemory('test.pt', content));

describe('files that PyTorch wrote (recorded/)', () => {
  test('of transformers: masks are passed over, the tied output is seen to be tied', async () => {
    const file = await open(recorded('pytorch_model.bin'));
    expect(file.configuration).toBeNull();
    expect(await loaded(file, conventions.huggingface, shape)).toEqual(tinyWeights(shape));
  });

  test('of nanoGPT: prefixed, transposed, padded, without biases, with its shape', async () => {
    const file = await open(recorded('ckpt.pt'));
    expect(file.configuration).toEqual(shape.reshaped({ vocabulary: 264 }, 'test'));
    const expected = new Map(
      [...tinyWeights(shape)].map(([name, values]) => [name, name.endsWith('.bias') ? values.map(() => 0) : values]),
    );
    expect(await loaded(file, conventions.nanogpt, shape)).toEqual(expected);
  });
});

/** A pickle of text and of bytes. */
function pickle(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part].map((c) => c.charCodeAt(0)))),
  );
}
const text = (content: string) => `X${String.fromCharCode(content.length)}\0\0\0${content}`;

describe('a pickle', () => {
  test('of plain values is read', () => {
    const lists = pickle(
      '\x80\x02}',
      'q\0',
      '(',
      text('a'),
      'K\x05',
      text('b'),
      ']',
      '(',
      'J\xfe\xff\xff\xff',
      'M\x01\x02',
      '\x8a\x02\x00\x80',
      '\x88',
      'N',
      'e',
      text('c'),
      'h\0',
      'u.',
    );
    const map = parsePickle(lists) as Map<string, unknown>;
    expect(map.get('a')).toBe(5);
    expect(map.get('b')).toEqual([-2, 513, -32768, true, null]);
    expect(map.get('c')).toBe(map);
  });

  test('whose lists hold each other twice is refused before their text is made, which has no end', () => {
    const doubled = Array.from({ length: 60 }, (_, i) => ['(', 'h', i, 'h', i, 't', 'q', i + 1]).flat();
    const content = pickle(text('a'), 'q\0', ...doubled, text('b'), '\x93.');
    expect(() => parsePickle(content)).toThrow(/asks for what has no name/);
  });

  test('that gives many tensors a shape of many axes is refused at the first', () => {
    const shape = `(${'K\x01'.repeat(10_000)}tq\0`;
    const tensor = ['ctorch._utils\n_rebuild_tensor_v2\n((', text('storage'), 'ctorch\nFloatStorage\n', text('0')];
    const storage = [text('cpu'), 'K\x01tQ'];
    const content = pickle(shape, ...tensor, ...storage, 'K\0', 'h\0h\0tR.');
    expect(() => parsePickle(content)).toThrow(/tensor without a storage, a place, a shape or strides/);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['that runs a program', pickle('cos\nsystem\n(', text('ls'), 'tR.'), /asks for os\.system; only tensors/],
    ['that evaluates', pickle('\x80\x04', '\x8c\x08builtins', '\x8c\x04eval', '\x93.'), /asks for builtins\.eval/],
    ['that makes an object', pickle('ccollections\nOrderedDict\n', ')', 0x81, '.'), /instruction 0x81/],
    ['that calls what is no function', pickle('K\x01)R.'), /calls a value in a way/],
    ['that fills a dictionary by a call', pickle('ccollections\nOrderedDict\n', '(K\x01tR.'), /calls collections\.Ord/],
    ['that sets attributes of a function', pickle('ccollections\nOrderedDict\n', '}b.'), /attributes of what is no/],
    ['with a storage that is none', pickle(')Q.'), /refers to something outside/],
    ['with a tensor of nothing', pickle('ctorch._utils\n_rebuild_tensor_v2\n)R.'), /tensor without a storage/],
    ['with an unknown instruction', pickle('\xff.'), /instruction 0xff/],
    ['that takes what is not there', pickle('0.'), /instruction 0x30/],
    ['with an empty stack', pickle('.'), /empty stack/],
    ['with a tuple of no beginning', pickle('t.'), /without a mark/],
    ['that recalls what was forgotten', pickle('h\x05.'), /recalls value 5/],
    ['with a list as a key', pickle('}]Ns.'), /key that is not a plain value/],
    ['that makes a million dictionaries', new Uint8Array(2 ** 20 + 1).fill(0x7d), /more than 1048576 instructions/],
    ['that ends early', pickle('}'), /damaged/],
    ['that ends within a text', pickle('X\xff\xff\xff\xff'), /ends within an instruction/],
    ['that ends within a name', pickle('cos'), /ends within a name/],
  ])('%s is refused', (_, content, message) => {
    expect(() => parsePickle(content)).toThrow(PickleError);
    expect(() => parsePickle(content)).toThrow(message);
  });
});

describe('a file is refused', () => {
  async function archive(entries: Record<string, Uint8Array>): Promise<Uint8Array> {
    const file = collector();
    const zip = new ZipWriter(file.write);
    for (const [name, content] of Object.entries(entries)) await zip.add(name, [content]);
    await zip.finish();
    return file.bytes();
  }
  const order = (text: string) => new TextEncoder().encode(text);

  test.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['without a pickle', { 'a/b': pickle('.') }, /no data\.pkl/],
    ['of a list', { 'a/data.pkl': pickle('].') }, /holds no dictionary/],
    ['with a number as a weight', { 'a/data.pkl': pickle('}', text('w'), 'K\x05s.') }, /holds w among its weights/],
    ['of another byte order', { 'a/data.pkl': pickle('}.'), 'a/byteorder': order('big') }, /big-endian/],
    [
      'whose byte order is a bomb',
      { 'a/data.pkl': pickle('}.'), 'a/byteorder': new Uint8Array(2 ** 19) },
      /has a byte order of 524288 bytes/,
    ],
    ['that runs a program', { 'a/data.pkl': pickle('cos\nsystem\n.') }, /test\.pt asks for os\.system/],
  ])('%s', async (_, entries, message) => {
    const content = await archive(entries);
    await expect(open(content)).rejects.toThrow(PytorchFault);
    await expect(open(content)).rejects.toThrow(message);
  });

  test.each(['pytorch_model.bin', 'ckpt.pt'])('%s truncated or with any bytes changed', async (name) => {
    const convention = name === 'ckpt.pt' ? conventions.nanogpt : conventions.huggingface;
    await expectDistrust(recorded(name), async (damaged) => loaded(await open(damaged), convention, shape));
  });

  test('whose pickle is changed, with the right checksum', async () => {
    const source = recorded('ckpt.pt');
    const start = Buffer.from(source).indexOf('\x80\x02', 0, 'latin1');
    const content = source.slice(start, Buffer.from(source).indexOf('PK', start, 'latin1'));
    for (let at = 0; at < content.length; at += 3) {
      for (const byte of [0, 0x2e, 0x52, 0x71, 0xff]) {
        const damaged = await archive({ 'a/data.pkl': content.with(at, byte) });
        await open(damaged).catch((fault) => expect(fault).toBeInstanceOf(PytorchFault));
      }
    }
  });
});
