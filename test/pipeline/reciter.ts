import { mkdir } from 'node:fs/promises';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { gpt2Configuration } from '../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../src/engine/models/language-model.ts';
import { initialise } from '../../src/engine/models/parameters.ts';
import { Random } from '../../src/engine/random.ts';
import { BpeTokenizer } from '../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { smallVocabulary } from '../engine/tokens/bpe/small-vocabulary.ts';

const vocabulary = smallVocabulary();
const tokenizer = new BpeTokenizer(vocabulary);

/** The characters that a `?` of a recited text may become. */
const CHOICES = ['a', 'e', 'i', 'o', 'u'];

/**
 * Writes a model to `folder` that recites a text after an end mark, whatever it has read: the next token depends only on
 * the position. `?` is one of five vowels at random; `~` is the end of the text, a space or a line break; the text ends
 * with an end mark. Positions select the next token through one-hot embeddings, and the only block adds nothing.
 */
export async function writeReciter(folder: string, text: string): Promise<void> {
  const V = tokenizer.vocabularySize;
  const hparams = { n_vocab: V, n_ctx: text.length + 1, n_embd: CHANNELS, n_head: 1, n_layer: 1 };
  const device = openReferenceDevice();
  const model = new TrainableModel(device, gpt2Configuration(hparams, 'the reciter'));
  initialise(device, model.parameters, Random.fromSeed(0));
  for await (const { spec, values } of model.parameters.entries()) {
    const { name, part } = spec;
    if (part === 'block' && name.endsWith('c_proj.weight')) values.fill(0);
    if (name === 'wte.weight') fillIdentity(values);
    if (name === 'wpe.weight') fillPositions(values, text);
    device.write(model.parameters.get(name), values);
  }
  await mkdir(folder, { recursive: true });
  await writeCheckpoint(nodeFiles, folder, { model, moments: null, trainer: {}, tokenizer });
  await device.close();
}

const CHANNELS = 260;

/** (V, C) */
function fillIdentity(wte: Float32Array): void {
  wte.fill(0);
  for (let token = 0; token < tokenizer.vocabularySize; token++) wte[token * CHANNELS + token] = 1;
}

/** Larger than the embedding of the token that was read, which therefore has no effect. */
const LOUD = 30;

/** (P, C): each position selects the next token; the end mark is at the first one. */
function fillPositions(wpe: Float32Array, text: string): void {
  wpe.fill(0);
  for (let p = 0; p <= text.length; p++) {
    for (const token of tokensFor(text[p])) wpe[p * CHANNELS + token] = LOUD;
  }
}

function tokensFor(next: string | undefined): readonly number[] {
  if (next === undefined) return [tokenizer.endMark!];
  if (next === '?') return tokenizer.encode(CHOICES.join(''));
  return next === '~' ? [tokenizer.endMark!, ...tokenizer.encode(' \n')] : tokenizer.encode(next);
}
