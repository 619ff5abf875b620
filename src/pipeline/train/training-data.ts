import { Random } from '../../engine/random.ts';
import { DOCUMENT_MARK } from '../../engine/tokens/documents.ts';
import type { TokenArray } from '../../engine/tokens/token-buffer.ts';
import { chooseHeldOut, documentsOf, splitDocuments, type TokenSet, tokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Project } from '../../project/project.ts';
import { holdsPosts, readPostTokens } from '../corpus/read-post-tokens.ts';
import { loadTokens } from '../corpus/read-tokens.ts';
import type { CorpusEvent, DatasetEvent } from '../events.ts';
import { SettingFault } from '../settings/settings-table.ts';
import type { TrainSettings } from '../settings/train.ts';

/** What a training learns from, and what it is measured on. */
export interface TrainingText {
  readonly training: TokenSet;
  /** Null where nothing is kept apart. */
  readonly validation: TokenSet | null;
  /** Posts in all, and how many of them are kept for validation. */
  readonly documents: number;
  readonly heldOut: number;
}

/** With fewer posts, one kept apart would be missed more than a measure of ten per cent of them would help. */
export const POSTS_FOR_VALIDATION = 10;
const VALIDATION_SHARE = 0.1;

/**
 * Reads the dataset and divides it by posts, as the settings say: the same `seed` always keeps the same posts apart.
 * Where no end mark divides posts, a file is one; a folder of Markdown, a site or an export is prepared in memory first.
 * Throws SettingFault, NoInputFault and NoTokensFault, and what `readPosts` and `loadTokens` throw.
 */
export async function* readTrainingText(
  project: Project,
  settings: TrainSettings,
  tokenizer: Tokenizer,
  seed: number,
): AsyncGenerator<CorpusEvent, TrainingText, undefined> {
  const { val_dataset, val_split } = settings;
  if (val_dataset !== null && val_split !== 'auto' && val_split > 0) {
    throw new SettingFault(
      'val_split',
      'val_split divides the dataset, and val_dataset is given already: give one of them.',
    );
  }
  const corpus = yield* readCorpusTokens(project, settings.dataset, settings, tokenizer);
  if (val_dataset === null) return divideCorpus(corpus, settings, tokenizer, seed);
  const validation = yield* readCorpusTokens(project, val_dataset, settings, tokenizer);
  const documents = documentsOf(corpus, tokenizer.endMark).length;
  return { training: corpus, validation, documents, heldOut: 0 };
}

/** Keeps whole posts of a corpus apart for validation, as `val_split` says. Throws SettingFault. */
export function divideCorpus(
  corpus: TokenSet,
  { val_split, dataset }: Pick<TrainSettings, 'val_split' | 'dataset'>,
  { vocabularySize, endMark }: Tokenizer,
  seed: number,
): TrainingText {
  const documents = documentsOf(corpus, endMark).length;
  const share = val_split === 'auto' ? (documents >= POSTS_FOR_VALIDATION ? VALIDATION_SHARE : 0) : val_split;
  if (share === 0) return { training: corpus, validation: null, documents, heldOut: 0 };
  if (documents < 2) {
    throw new SettingFault(
      'val_split',
      `val_split keeps whole posts for validation, and ${dataset} has only one; divide it by lines of ${DOCUMENT_MARK}.`,
    );
  }
  const heldOut = chooseHeldOut(documents, share, Random.fromSeed(seed, 'split'));
  const { training, validation } = splitDocuments(corpus, endMark, vocabularySize, heldOut);
  return { training, validation, documents, heldOut: heldOut.size };
}

/** How text becomes tokens. */
export type CorpusSettings = Pick<TrainSettings, 'format' | 'drafts' | 'encoding' | 'site' | 'combine'> &
  Partial<Pick<TrainSettings, 'strip_boilerplate' | 'redact' | 'keep_near_duplicates'>>;

/** The tokens of posts, text or token files. Throws what `readPosts` and `loadTokens` throw. */
export async function* readCorpusTokens(
  project: Project,
  dataset: string,
  settings: CorpusSettings,
  tokenizer: Tokenizer,
): AsyncGenerator<CorpusEvent, TokenSet, undefined> {
  const { encoding, combine } = settings;
  const { signal, files } = project;
  if (!(await holdsPosts(project, dataset, settings))) {
    return yield* loadTokens(files, dataset, { tokenizer, marker: 'token', combine, encoding, signal });
  }
  const chunks: TokenArray[] = [];
  const asTokens = { tokenizer, marker: 'token', combine: combine ?? Number.POSITIVE_INFINITY } as const;
  for await (const event of readPostTokens(project, dataset, { ...settings, ...asTokens, signal })) {
    if (event.type === 'chunk') chunks.push(event.tokens);
    else yield event;
  }
  return tokenSet(chunks);
}

/** How large a text to train on is. */
export function datasetEvent({ training, validation, documents, heldOut }: TrainingText): DatasetEvent {
  const validationTokens = validation?.total ?? 0;
  const tokens = training.total + validationTokens;
  return { type: 'dataset', tokens, validationTokens, posts: documents, heldOutPosts: heldOut };
}
