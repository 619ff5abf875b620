import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GgmlTypeName } from '../../../src/engine/checkpoint/formats/gguf/ggml-types.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { exportFormats } from '../../../src/pipeline/export/export-formats.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type BaseModel, openBaseModel, perplexity, probability, TEXT } from './base-model.ts';

/** The folder, named by TPDNE_NODE_CLIENTS, in which node-llama-cpp is installed. */
const clients = process.env.TPDNE_NODE_CLIENTS;

/** The parts of node-llama-cpp that are used here. */
interface Sequence {
  evaluate(tokens: readonly number[], options: object): AsyncGenerator<number>;
  controlledEvaluate(
    tokens: readonly [number, object][],
  ): Promise<{ next: { probabilities: ReadonlyMap<number, number> } }[]>;
}
interface LlamaModel {
  tokenize(text: string): number[];
  createContext(options: object): Promise<{ getSequence(): Sequence; dispose(): Promise<void> }>;
  dispose(): Promise<void>;
}
interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
  dispose(): Promise<void>;
}

describe.skipIf(clients === undefined)('llama.cpp (TPDNE_NODE_CLIENTS: node-llama-cpp)', () => {
  let llama: Llama | undefined;
  let base: BaseModel;
  let tokens: number[];
  /** The perplexity of the exact weights in llama.cpp. */
  let exact: Promise<number> | null = null;
  const exactPerplexity = () => {
    exact ??= perplexityOf('float32');
    return exact;
  };
  beforeAll(async () => {
    const require = createRequire(join(resolve(clients!), 'here.js'));
    const { getLlama, LlamaLogLevel } = await import(pathToFileURL(require.resolve('node-llama-cpp')).href);
    // One thread, because several threads busy-wait for each other, which is slow on a loaded machine.
    const options = { gpu: false, build: 'never', skipDownload: true, maxThreads: 1, logLevel: LlamaLogLevel.error };
    llama = await getLlama(options);
    base = await openBaseModel();
    tokens = [...base.tokenizer.encode(TEXT)];
  }, 1_800_000);
  afterAll(() => llama?.dispose(), 1_800_000);

  async function loaded(type: GgmlTypeName): Promise<LlamaModel> {
    const modelPath = join(temporaryFolder(), `${type}.gguf`);
    await exportFormats.gguf.write(nodeFiles, modelPath, base.exported, type, { modelfile: false });
    return llama!.loadModel({ modelPath });
  }

  async function perplexityOf(type: GgmlTypeName): Promise<number> {
    const model = await loaded(type);
    const context = await model.createContext({ contextSize: 256 });
    const asked = tokens
      .slice(0, -1)
      .map((token): [number, object] => [token, { generateNext: { probabilities: true } }]);
    const answers = await context.getSequence().controlledEvaluate(asked);
    await context.dispose();
    await model.dispose();
    return perplexity(answers.map(({ next }, i) => next.probabilities.get(tokens[i + 1])!));
  }

  test('float32: the same tokens, perplexity and greedy text', {
    timeout: 1_800_000,
  }, async () => {
    const model = await loaded('float32');
    expect(model.tokenize(TEXT)).toEqual(tokens);
    const rows = await base.scores(tokens.slice(0, -1));
    const ours = perplexity(rows.map((row, i) => probability(row, tokens[i + 1])));
    const theirs = await exactPerplexity();
    console.log(`perplexity: ${ours} here, ${theirs} by llama.cpp`);
    expect(theirs / ours).toBeCloseTo(1, 3);
    const prompt = tokens.slice(0, 24);
    const context = await model.createContext({ contextSize: 256 });
    const written: number[] = [];
    for await (const token of context.getSequence().evaluate(prompt, { temperature: 0, yieldEogToken: true })) {
      if (written.push(token) === 32) break;
    }
    await context.dispose();
    await model.dispose();
    expect(base.tokenizer.decode(written)).toBe(base.tokenizer.decode(await base.greedy(prompt, 32)));
  });

  test.each([
    ['bfloat16', 0.01],
    ['q8_0', 0.01],
    ['q4_0', 0.15],
  ] as const)('%s: the perplexity within %f', { timeout: 1_800_000 }, async (type, share) => {
    const rounded = await perplexityOf(type);
    const whole = await exactPerplexity();
    console.log(`perplexity: ${whole} as float32, ${rounded} as ${type}`);
    expect(rounded).not.toBe(whole);
    expect(Math.abs(rounded / whole - 1)).toBeLessThan(share);
  });
});
