import { Random } from '../../engine/random.ts';
import { DOCUMENT_MARK } from '../../engine/tokens/documents.ts';
import type { TokenArray } from '../../engine/tokens/token-buffer.ts';
import {
  chooseHeldOut,
  documentsOf,
  joinSets,
  splitDocuments,
  type TokenSet,
  tokenSet,
} from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Project } from '../../project/project.ts';
import { holdsPosts, readPostTokens } from '../corpus/read-post-tokens.ts';
import { loadTokens } from '../corpus/read-tokens.ts';
import type { CorpusEvent } from '../events/reading.ts';
import type { DatasetEvent } from '../events/training.ts';
import { SettingFault } from '../settings/settings-table.ts';
import type { TrainSettings } from '../settings/train.ts';
import { type Dataset, parseDatasets } from './datasets.ts';

/** The tokens to train on and to validate on. */
export interface TrainingText {
  readonly training: TokenSet;
  /** Null if nothing is kept for validation. */
  readonly validation: TokenSet | null;
  /** Number of posts, and how many of them are kept for validation. */
  readonly documents: number;
  readonly heldOut: number;
}

/** With fewer posts, training needs each of them more than a measurement on ten per cent would help. */
export const POSTS_FOR_VALIDATION = 10;
const VALIDATION_SHARE = 0.1;

/**
 * Reads the dataset and splits it by posts, as the settings say: the same `seed` always keeps the same posts for
 * validation. In files without end marks, each file is one post; a folder of Markdown, a site or an export is prepared
 * in memory first. Throws SettingFault, NoInputFault, NoTokensFault, and the faults of `readPosts` and `loadTokens`.
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
      '`val_split` splits the dataset, but `val_dataset` is given too: give only one of them.',
    );
  }
  const sets: DatasetTokens[] = [];
  for (const { path, weight } of await parseDatasets(project, settings.dataset)) {
    sets.push({ path, weight, tokens: yield* readCorpusTokens(project, path, settings, tokenizer) });
  }
  if (val_dataset === null) return divideDatasets(sets, settings, tokenizer, seed);
  const validation = yield* readCorpusTokens(project, val_dataset, settings, tokenizer);
  const training = joinSets(sets);
  const documents = documentsOf(training, tokenizer.endMark).length;
  return { training, validation, documents, heldOut: 0 };
}

/** A dataset in memory. */
interface DatasetTokens extends Dataset {
  readonly tokens: TokenSet;
}

/** Sets whole posts of a corpus aside for validation, as `val_split` says. Throws SettingFault. */
export function divideCorpus(
  tokens: TokenSet,
  settings: Pick<TrainSettings, 'val_split' | 'dataset'>,
  tokenizer: Tokenizer,
  seed: number,
): TrainingText {
  return divideDatasets([{ path: settings.dataset[0], weight: null, tokens }], settings, tokenizer, seed);
}

/**
 * The same for several datasets: each gives its share of posts. One with a single post gives none, unless it is the only one.
 * Throws SettingFault.
 */
function divideDatasets(
  sets: readonly DatasetTokens[],
  { val_split }: Pick<TrainSettings, 'val_split'>,
  { vocabularySize, endMark }: Tokenizer,
  seed: number,
): TrainingText {
  const training: { readonly tokens: TokenSet; readonly weight: number | null }[] = [];
  const validation: TokenSet[] = [];
  let [documents, heldOut] = [0, 0];
  for (const [i, { path, weight, tokens }] of sets.entries()) {
    const count = documentsOf(tokens, endMark).length;
    documents += count;
    const share = val_split === 'auto' ? (count >= POSTS_FOR_VALIDATION ? VALIDATION_SHARE : 0) : val_split;
    if (share > 0 && count < 2 && sets.length === 1) {
      throw new SettingFault(
        'val_split',
        `\`val_split\` keeps whole posts for validation, but ${path} has only one; separate posts by lines of ${DOCUMENT_MARK}.`,
      );
    }
    if (share === 0 || count < 2) {
      training.push({ tokens, weight });
      continue;
    }
    const chosen = chooseHeldOut(count, share, Random.fromSeed(seed, 'split', i));
    const divided = splitDocuments(tokens, endMark, vocabularySize, chosen);
    training.push({ tokens: divided.training, weight });
    validation.push(divided.validation);
    heldOut += chosen.size;
  }
  const kept = validation.length === 0 ? null : tokenSet(validation.flatMap(({ chunks }) => chunks));
  return { training: joinSets(training), validation: kept, documents, heldOut };
}

/** The settings that determine how text becomes tokens. */
export type CorpusSettings = Pick<TrainSettings, 'format' | 'drafts' | 'encoding' | 'site' | 'combine'> &
  Partial<Pick<TrainSettings, 'exclude' | 'strip_boilerplate' | 'redact' | 'keep_near_duplicates'>>;

/** Reads the tokens of posts, text or token files. Throws the faults of `readPosts` and `loadTokens`. */
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

/** The event that reports the size of the dataset. */
export function datasetEvent({ training, validation, documents, heldOut }: TrainingText): DatasetEvent {
  const validationTokens = validation?.total ?? 0;
  const tokens = training.total + validationTokens;
  return { type: 'dataset', tokens, validationTokens, posts: documents, heldOutPosts: heldOut };
}
