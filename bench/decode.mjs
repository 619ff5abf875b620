// Writing texts with a model with random weights: milliseconds per token, tokens per second, and the share of the memory
// bandwidth (measured in the same run) at which weights, keys and values are read.
//
//   node bench/decode.mjs [--size 124M] [--texts 1,8] [--weights float32,bfloat16,int8] [--context 64,512]
//                         [--tokens 30] [--threads 2] [--instruction-set avx2] [--precision float32]
//
// --serve answers run.mjs, `tokens` tokens per round; each option then has a single value.
import { parseArgs } from 'node:util';
import { openDecoding } from './decoding.mjs';
import { deviceOptions, deviceSettings } from './device-options.mjs';
import { median } from './rows.mjs';
import { serve } from './serve.mjs';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '124M' },
    texts: { type: 'string', default: '1,8' },
    weights: { type: 'string', default: 'float32,bfloat16,int8' },
    context: { type: 'string', default: '64,512' },
    tokens: { type: 'string', default: '30' },
    ...deviceOptions('bfloat16'),
    serve: { type: 'boolean', default: false },
  },
});
const { size, weights } = options;
const settings = deviceSettings(options);
const tokens = Number(options.tokens);

if (options.serve) await answer(Number(options.texts), Number(options.context));
else for (const name of weights.split(',')) await print(name);

/** `seconds`: the time for one more token of each text, including sampling. */
async function answer(B, context) {
  const decoding = await openDecoding({ size, weights, ...settings });
  const { description } = decoding;
  await serve({ description, bytesPerStep: decoding.bytesPerStep(B, context + tokens / 2), tokens }, async () => {
    const { reading, drawing } = await decoding.write(B, context, tokens);
    const seconds = (median(reading) + median(drawing)) / 1000;
    return { seconds, drawingSeconds: median(drawing) / 1000, tokens: reading.length };
  });
  await decoding.close();
}

async function print(name) {
  const { withLimits } = await import('./machine.mjs');
  const decoding = await openDecoding({ size, weights: name, ...settings });
  console.log(
    `${size}, ${decoding.description}, ${name}: packed in ${decoding.packingMs.toFixed(0)} ms, ` +
      `${(decoding.weightBytes / 1e6).toFixed(0)} MB`,
  );
  for (const B of options.texts.split(',').map(Number)) {
    for (const context of options.context.split(',').map(Number)) {
      const { result: times, bytes } = await withLimits(settings, () => decoding.write(B, context, tokens));
      const [reading, drawing] = [median(times.reading), median(times.drawing)];
      const rate = decoding.bytesPerStep(B, context + tokens / 2) / reading / 1e6;
      console.log(
        `${name.padEnd(8)} ${B} texts at ${String(context).padStart(4)}: ${reading.toFixed(2).padStart(6)} ms per step ` +
          `(best ${Math.min(...times.reading).toFixed(2)}), drawing ${drawing.toFixed(2)} ms, ` +
          `${((1000 * B) / (reading + drawing)).toFixed(0).padStart(4)} tokens/s, ` +
          `${rate.toFixed(1).padStart(5)} GB/s, ${((1e11 * rate) / bytes).toFixed(0).padStart(3)} % of ` +
          `${(bytes / 1e9).toFixed(1)}; prompt ${times.prompt.toFixed(0)} ms`,
      );
    }
  }
  await decoding.close();
}
