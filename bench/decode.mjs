// Writing texts with a GPT-2 of random weights: milliseconds a token, tokens a second, and the share of the memory
// bandwidth, measured in the same run, at which weights, keys and values are read.
//
//   node bench/decode.mjs [--size 124M] [--texts 1,8] [--weights float32,bfloat16,int8] [--context 64,512]
//                         [--tokens 30] [--threads 2] [--instruction-set avx2] [--precision float32]
import { parseArgs } from 'node:util';
import { loadSources } from './sources.mjs';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '124M' },
    texts: { type: 'string', default: '1,8' },
    weights: { type: 'string', default: 'float32,bfloat16,int8' },
    context: { type: 'string', default: '64,512' },
    tokens: { type: 'string', default: '30' },
    threads: { type: 'string' },
    'instruction-set': { type: 'string' },
    precision: { type: 'string', default: 'bfloat16' },
  },
});
const tokens = Number(options.tokens);

const engine = await loadSources(
  'src/node/native-device/native-device.ts',
  'src/node/native-device/measure-limits.ts',
  'src/engine/generation/sampling.ts',
  'src/engine/model/configuration.ts',
  'src/engine/model/decoder.ts',
  'src/engine/model/gpt2.ts',
  'src/engine/model/packed-gpt2.ts',
  'src/engine/model/parameters.ts',
  'src/engine/random.ts',
);
const settings = {
  threads: options.threads && Number(options.threads),
  instructionSet: options['instruction-set'],
  precision: options.precision,
};
const configuration = engine.configuration(engine.modelSizes[options.size], 'bench');
const { n_vocab: V, n_embd: C, n_layer: L } = configuration;
const device = engine.openNativeDevice(settings);
const model = new engine.Gpt2(device, configuration);
const random = engine.Random.fromSeed(1);
engine.initialise(device, model.parameters, random);
const read = () => engine.measureLimits(settings).bytesReadPerSecond;
console.log(`${options.size}, ${device.description}; ${(read() / 1e9).toFixed(1)} GB/s read at first\n`);

/** Of one number. */
const BYTES = { float32: 4, bfloat16: 2, int8: 1 };

const sampler = new engine.TokenSampler({ temperature: 1, top_k: 40, top_p: 0, repetition_penalty: 1 }, V);
for (const weights of options.weights.split(',')) {
  const start = performance.now();
  const decodable = weights === 'float32' ? model : new engine.PackedGpt2(model, weights);
  await device.finish();
  const packing = performance.now() - start;
  const bytes = BYTES[weights] * (12 * L * C * C + V * C);
  if (weights !== 'float32')
    console.log(`packing as ${weights}: ${packing.toFixed(0)} ms, ${(bytes / 1e6).toFixed(0)} MB`);
  for (const B of options.texts.split(',').map(Number)) {
    for (const context of options.context.split(',').map(Number)) await decode(decodable, weights, bytes, B, context);
  }
  if (weights !== 'float32') decodable.free();
}
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1048576).toFixed(2)} GB`);
await device.close();

/** B texts of `context` tokens, then some more tokens of each. */
async function decode(decodable, weights, bytes, B, context) {
  const decoder = new engine.Decoder(decodable, B, context + tokens + 1);
  const start = performance.now();
  let scores = await decoder.score(
    Int32Array.from({ length: B * context }, () => random.below(V)),
    1,
  );
  const prompt = performance.now() - start;
  const spent = { reading: [], sampling: [] };
  for (let t = 0; t < tokens; t++) {
    const begin = performance.now();
    const next = Int32Array.from({ length: B }, (_, b) => sampler.draw(ofText(scores, b, B), new Set(), random));
    const drawn = performance.now();
    scores = await decoder.score(next, 1);
    spent.sampling.push(drawn - begin);
    spent.reading.push(performance.now() - drawn);
  }
  decoder.free();
  const [reading, sampling] = [median(spent.reading), median(spent.sampling)];
  const cacheBytes = B * 2 * (weights === 'float32' ? 4 : 2) * L * C * (context + tokens / 2);
  const rate = (bytes + cacheBytes) / reading / 1e6;
  const limit = read() / 1e9;
  console.log(
    `${weights.padEnd(8)} ${B} texts at ${String(context).padStart(4)}: ${reading.toFixed(2).padStart(6)} ms a step ` +
      `(best ${Math.min(...spent.reading).toFixed(2)}), sampling ${sampling.toFixed(2)} ms, ` +
      `${((1000 * B) / (reading + sampling)).toFixed(0).padStart(4)} tokens/s, ${rate.toFixed(1).padStart(5)} GB/s, ` +
      `${((100 * rate) / limit).toFixed(0).padStart(3)} % of ${limit.toFixed(1)}; prompt ${prompt.toFixed(0)} ms`,
  );
}

function ofText({ logits, blocks }, b, B) {
  const part = (all) => all.subarray((b * all.length) / B, ((b + 1) * all.length) / B);
  return { logits: part(logits), blocks: part(blocks) };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
