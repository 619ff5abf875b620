// Writing texts with llama.cpp, through node-llama-cpp, for comparison with decode.mjs.
//
//   node bench/peers/llama-cpp.mjs --llama FOLDER --model FILE.gguf [--texts 1] [--context 64] [--tokens 30] [--threads 2]
//
// FOLDER contains node_modules/node-llama-cpp (run npm install node-llama-cpp in it). Answers each line on standard input
// with a line of JSON: seconds for one more token of each text, including sampling, after a prompt of `context` tokens
// whose time is not counted; and the number of cores that worked in that time.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../rows.mjs';
import { serve } from '../serve.mjs';

const { values: options } = parseArgs({
  options: {
    llama: { type: 'string' },
    model: { type: 'string' },
    texts: { type: 'string', default: '1' },
    context: { type: 'string', default: '64' },
    tokens: { type: 'string', default: '30' },
    threads: { type: 'string', default: '2' },
  },
});
const [texts, context, tokens, threads] = [options.texts, options.context, options.tokens, options.threads].map(Number);

const require = createRequire(join(resolve(options.llama), 'here.js'));
const { getLlama, LlamaLogLevel } = await import(pathToFileURL(require.resolve('node-llama-cpp')).href);
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  maxThreads: threads,
  logLevel: LlamaLogLevel.error,
});
const model = await llama.loadModel({ modelPath: options.model });
const cache = await model.createContext({
  sequences: texts,
  contextSize: context + tokens + 2,
  batchSize: Math.max(512, texts),
  threads: { ideal: threads, min: threads },
});
const sequences = Array.from({ length: texts }, () => cache.getSequence());
const sampling = { temperature: 1, topK: 40, topP: 1, minP: 0, yieldEogToken: true };

const { release } = llama.llamaCppRelease;
await serve({ peer: `llama.cpp ${release}`, threads: cache.currentThreads }, write);
await llama.dispose();

async function write() {
  for (const sequence of sequences) await sequence.clearHistory();
  await Promise.all(sequences.map((sequence) => sequence.evaluateWithoutGeneratingNewTokens(promptOf(context - 1))));
  // The first token of each text belongs to the prompt; after that, each step reads one token per text and samples the next.
  const writers = sequences.map((sequence) => sequence.evaluate(promptOf(1), sampling));
  await Promise.all(writers.map((writer) => writer.next()));
  const steps = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let step = 0; step < tokens; step++) {
    const begin = performance.now();
    const drawn = await Promise.all(writers.map((writer) => writer.next()));
    steps.push(performance.now() - begin);
    if (drawn.some(({ done }) => done)) throw new Error(`llama.cpp ended a text after ${step} tokens.`);
  }
  const elapsed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  await Promise.all(writers.map((writer) => writer.return()));
  return { seconds: median(steps) / 1000, tokens: steps.length, coresBusy: (user + system) / 1000 / elapsed };
}

function promptOf(length) {
  return Array.from({ length }, (_, k) => (k * 7919 + 17) % 50000);
}
