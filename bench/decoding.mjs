// Decoding for the benchmarks: a model with random weights, and some tokens written with it.
import { deviceSources, openDevice } from './device-options.mjs';
import { loadSources } from './sources.mjs';

/** Bytes of one number. */
const BYTES = { float32: 4, bfloat16: 2, int8: 1 };

const SAMPLING = { temperature: 1, top_k: 40, top_p: 0, repetition_penalty: 1 };

/** A model with 'float32', 'bfloat16' or 'int8' weights; `packingMs` is the time that rounding took. `webgpu`: see `openDevice`. */
export async function openDecoding({ size, weights, threads, instructionSet, precision, webgpu }) {
  const engine = await loadSources(
    ...deviceSources,
    'src/engine/generation/said.ts',
    'src/engine/generation/sampling.ts',
    'src/engine/generation/scores.ts',
    'src/engine/models/architectures.ts',
    'src/engine/models/decoding-state.ts',
    'src/engine/models/language-model.ts',
    'src/engine/models/parameters.ts',
    'src/engine/random.ts',
  );
  const configuration = engine.modelSizes.get(size);
  const { vocabulary: V, blocks: L } = configuration.shape;
  const device = await openDevice(engine, { threads, instructionSet, precision, webgpu });
  const exact = new engine.TrainableModel(device, configuration);
  const random = engine.Random.fromSeed(1);
  engine.initialise(device, exact.parameters, random);
  await device.finish();
  const start = performance.now();
  const model = weights === 'float32' ? exact : new engine.PackedModel(exact, weights);
  await device.finish();
  const packingMs = performance.now() - start;
  if (model !== exact) exact.free();
  const sampler = new engine.TokenSampler(SAMPLING, V);
  // Nothing is penalised, so what was said does not matter.
  const nothingSaid = new engine.Said(SAMPLING, []);
  const matrices = configuration.parameters.filter((spec) => engine.isBlockMatrix(spec) || spec.isHead);
  const weightBytes = BYTES[weights] * engine.parameterCount(matrices);
  const { qkvWidth, mixedWidth } = model.stack.blocks[0].attention;
  return {
    description: device.description,
    packingMs,
    weightBytes,
    /** Bytes read for one more token of each text: all weights, and the keys and values of the tokens so far. */
    bytesPerStep: (B, tokens) =>
      weightBytes + B * (weights === 'float32' ? 4 : 2) * L * (qkvWidth - mixedWidth) * tokens,
    /**
     * B texts of `context` tokens, and `tokens` more of each. Milliseconds: of the prompt, and for each further token
     * of reading it (the model) and of drawing the next.
     */
    async write(B, context, tokens) {
      const decoder = new engine.CachedReader(model, B, context + tokens);
      const times = { prompt: 0, reading: [], drawing: [] };
      const start = performance.now();
      let scores = await decoder.score(
        Int32Array.from({ length: B * context }, () => random.below(V)),
        1,
      );
      times.prompt = performance.now() - start;
      for (let t = 0; t < tokens; t++) {
        const begin = performance.now();
        const next = Int32Array.from({ length: B }, (_, b) =>
          sampler.draw(engine.scoresOfText(scores, b, B), nothingSaid, random),
        );
        const drawn = performance.now();
        scores = await decoder.score(next, 1);
        times.drawing.push(drawn - begin);
        times.reading.push(performance.now() - drawn);
      }
      decoder.free();
      return times;
    },
    close: () => device.close(),
  };
}
