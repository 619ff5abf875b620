import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { CachedReader } from '../../../src/engine/models/decoding-state.ts';
import type { Tokenizer } from '../../../src/engine/tokens/tokenizer.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import type { ExportedModel } from '../../../src/pipeline/export/exported-model.ts';
import { bundledModel } from '../../../src/pipeline/models/find-model.ts';
import { loadModel } from '../../../src/pipeline/models/load-model.ts';

/** A text with some words that a real model predicts with confidence, and others that it does not. */
export const TEXT =
  'The first time I planted tomatoes, I put them in the shade of the house, and nothing came of it. The next year I ' +
  'asked my neighbour, who has grown vegetables for forty years. She told me that they want sun in the morning, water ' +
  'at the root, and somebody who looks at them every day. It was the best advice that I have ever got, and not only ' +
  'about tomatoes.';

export interface BaseModel {
  readonly exported: ExportedModel;
  readonly tokenizer: Tokenizer;
  /** Our scores after each of some tokens. */
  scores(tokens: readonly number[]): Promise<Float32Array[]>;
  /** Greedy decoding. */
  greedy(prompt: readonly number[], tokens: number): Promise<number[]>;
}

/** The bundled model: it is trained, so its logits and texts are meaningful. */
export async function openBaseModel(): Promise<BaseModel> {
  const path = await bundledModel(nodeProject());
  if (path === null) throw new Error('The package has no model in base-model/.');
  const { model, tokenizer, configuration } = await loadModel(nodeProject(), openReferenceDevice(), path);
  const story = { step: null, base: 'base', trainingTokens: null };
  const { parameters } = model;
  const scores = async (tokens: readonly number[]) => {
    const decoder = new CachedReader(model, 1);
    const rows: Float32Array[] = [];
    for (const token of tokens) rows.push((await decoder.feed(Int32Array.of(token))).slice());
    return rows;
  };
  return {
    exported: { name: 'base', parameters, configuration, tokenizer, story },
    tokenizer,
    scores,
    async greedy(prompt, tokens) {
      const decoder = new CachedReader(model, 1);
      let row = await decoder.feed(Int32Array.from(prompt));
      const written: number[] = [];
      for (let i = 0; i < tokens; i++) {
        written.push(likeliest(row));
        row = await decoder.feed(Int32Array.of(written[i]));
      }
      return written;
    },
  };
}

function likeliest(row: Float32Array): number {
  return row.reduce((best, value, token) => (value > row[best] ? token : best), 0);
}

/** The perplexity of a model over every token after the first. */
export function perplexity(probabilities: readonly number[]): number {
  return Math.exp(-probabilities.reduce((sum, value) => sum + Math.log(value), 0) / probabilities.length);
}

/** The loss of one token, computed from the scores. */
export function probability(row: Float32Array, token: number): number {
  const largest = row.reduce((most, value) => Math.max(most, value));
  return Math.exp(row[token] - largest) / row.reduce((sum, value) => sum + Math.exp(value - largest), 0);
}
