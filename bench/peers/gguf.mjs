// Writes a GPT-2 with random weights as a GGUF file, for llama.cpp to read.
//
// Layout (GGUF version 3, little endian): magic, version, number of tensors and of keys; the keys; for each tensor its
// name, dimensions (the fastest first), type and offset; then, aligned to 32 bytes, the tensors. Norms, biases and
// positions are float32; matrices have the requested type.
import { open } from 'node:fs/promises';

const ALIGNMENT = 32;

/** Elements and bytes of a block, the number of the type, the name of the whole file, and a block of small numbers. */
export const weightTypes = {
  float32: { type: 0, fileType: 0, elements: 1, bytes: 4, fill: fillFloat32 },
  float16: { type: 1, fileType: 1, elements: 1, bytes: 2, fill: (bytes) => fillHalf(bytes, 10, 9) },
  q8_0: { type: 8, fileType: 7, elements: 32, bytes: 34, fill: fillQ8 },
  bfloat16: { type: 30, fileType: 32, elements: 1, bytes: 2, fill: (bytes) => fillHalf(bytes, 7, 121) },
};

/** `tokenizer` is GPT-2's; `weights` is a key of `weightTypes`. */
export async function writeGguf(path, { n_vocab, n_ctx, n_embd, n_head, n_layer }, tokenizer, weights) {
  const tensors = tensorTable({ n_vocab, n_ctx, n_embd, n_layer }, weightTypes[weights]);
  const keys = [
    ['general.architecture', string('gpt2')],
    ['general.name', string(`GPT-2 of random weights in ${weights}`)],
    ['general.file_type', uint32(weightTypes[weights].fileType)],
    ['general.quantization_version', uint32(2)],
    ['gpt2.context_length', uint32(n_ctx)],
    ['gpt2.embedding_length', uint32(n_embd)],
    ['gpt2.feed_forward_length', uint32(4 * n_embd)],
    ['gpt2.block_count', uint32(n_layer)],
    ['gpt2.attention.head_count', uint32(n_head)],
    ['gpt2.attention.layer_norm_epsilon', float32(1e-5)],
    ...vocabularyKeys(tokenizer.files()),
  ];
  const file = await open(path, 'w');
  try {
    const head = Buffer.concat([
      Buffer.from('GGUF'),
      int(4, 3),
      int(8, tensors.length),
      int(8, keys.length),
      ...keys.flatMap(([name, { type, bytes }]) => [text(name), int(4, type), bytes]),
      ...tensors.flatMap(({ name, shape, kind, offset }) => [
        text(name),
        int(4, shape.length),
        ...shape.map((extent) => int(8, extent)),
        int(4, kind.type),
        int(8, offset),
      ]),
    ]);
    await file.write(padded(head));
    for (const { bytes, kind } of tensors) await file.write(padded(kind.fill(Buffer.alloc(bytes))));
  } finally {
    await file.close();
  }
}

function tensorTable({ n_vocab: V, n_ctx, n_embd: C, n_layer: L }, matrix) {
  const float = weightTypes.float32;
  const linear = (name, from, to) => [
    [`${name}.weight`, [from, to], matrix],
    [`${name}.bias`, [to], float],
  ];
  const norm = (name) => [
    [`${name}.weight`, [C], float],
    [`${name}.bias`, [C], float],
  ];
  const table = [
    ['token_embd.weight', [C, V], matrix],
    ['position_embd.weight', [C, n_ctx], float],
    ...norm('output_norm'),
    ...Array.from({ length: L }, (_, l) => [
      ...norm(`blk.${l}.attn_norm`),
      ...linear(`blk.${l}.attn_qkv`, C, 3 * C),
      ...linear(`blk.${l}.attn_output`, C, C),
      ...norm(`blk.${l}.ffn_norm`),
      ...linear(`blk.${l}.ffn_up`, C, 4 * C),
      ...linear(`blk.${l}.ffn_down`, 4 * C, C),
    ]).flat(),
  ];
  let offset = 0;
  return table.map(([name, shape, kind]) => {
    const bytes = (shape.reduce((product, extent) => product * extent, 1) / kind.elements) * kind.bytes;
    const tensor = { name, shape, kind, bytes, offset };
    offset += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    return tensor;
  });
}

function vocabularyKeys({ 'encoder.json': encoder, 'vocab.bpe': merges }) {
  const tokens = Object.entries(JSON.parse(encoder))
    .toSorted(([, a], [, b]) => a - b)
    .map(([token]) => token);
  const end = tokens.indexOf('<|endoftext|>');
  const pairs = merges.split('\n').filter((line) => line !== '' && !line.startsWith('#version'));
  const [CONTROL, NORMAL] = [3, 1];
  return [
    ['tokenizer.ggml.model', string('gpt2')],
    ['tokenizer.ggml.pre', string('gpt-2')],
    ['tokenizer.ggml.tokens', list(tokens.map(string))],
    ['tokenizer.ggml.token_type', list(tokens.map((_, id) => int32(id === end ? CONTROL : NORMAL)))],
    ['tokenizer.ggml.merges', list(pairs.map(string))],
    ['tokenizer.ggml.bos_token_id', uint32(end)],
    ['tokenizer.ggml.eos_token_id', uint32(end)],
  ];
}

function int(bytes, value) {
  const out = Buffer.alloc(bytes);
  if (bytes === 8) out.writeBigUInt64LE(BigInt(value));
  else out.writeUInt32LE(value);
  return out;
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([int(8, bytes.length), bytes]);
}

const uint32 = (value) => ({ type: 4, bytes: int(4, value) });
const int32 = (value) => ({ type: 5, bytes: int(4, value) });
const string = (value) => ({ type: 8, bytes: text(value) });

function float32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return { type: 6, bytes };
}

function list(values) {
  return {
    type: 9,
    bytes: Buffer.concat([int(4, values[0].type), int(8, values.length), ...values.map(({ bytes }) => bytes)]),
  };
}

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);
}

/** Random blocks of a tensor; the other blocks repeat them at different addresses. */
const DRAWN_BLOCKS = 4096;

/** Numbers from −1/20 to 1/20. */
function fillFloat32(bytes) {
  return repeat(bytes, 4, (at, draw) => bytes.writeFloatLE(draw() / 2 ** 32 / 10 - 0.05, at));
}

/** Any sign and mantissa, with the exponent of numbers from 1/64 to 1/32. */
function fillHalf(bytes, mantissaBits, exponent) {
  const mantissa = 2 ** mantissaBits - 1;
  return repeat(bytes, 2, (at, draw) => {
    const bits = draw();
    bytes.writeUInt16LE(((bits >>> 31) << 15) | (exponent << mantissaBits) | ((bits >>> 8) & mantissa), at);
  });
}

/** Blocks of 32: a scale in float16 (2⁻¹², so that they are up to 1/32), and 32 signed bytes. */
function fillQ8(bytes) {
  return repeat(bytes, 34, (at, draw) => {
    bytes.writeUInt16LE(3 << 10, at);
    for (let k = 2; k < 34; k++) bytes[at + k] = draw() >>> 24;
  });
}

function repeat(bytes, blockBytes, fillBlock) {
  // A 32-bit linear congruential generator: any numbers will do, as long as they differ.
  let seed = 1;
  const draw = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed;
  };
  const drawn = Math.min(bytes.length, DRAWN_BLOCKS * blockBytes);
  for (let at = 0; at < drawn; at += blockBytes) fillBlock(at, draw);
  for (let at = drawn; at < bytes.length; at += drawn) bytes.copyWithin(at, 0, Math.min(drawn, bytes.length - at));
  return bytes;
}
