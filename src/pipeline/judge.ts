import { type DraftJudge, DraftJudgeBuilder } from '../blog/judging/draft-judge.ts';
import type { Judgement, UsualPost } from '../blog/judging/judgement.ts';
import { readPost } from '../blog/posts/read-post.ts';
import { Tokenizer } from '../engine/tokens/tokenizer.ts';
import { Fault } from '../fault.ts';
import { runPlaces } from '../node/checkpoints/checkpoint-names.ts';
import { describeModel } from '../node/checkpoints/load-model.ts';
import { NoModelFault, newestRun } from '../node/checkpoints/model-folder.ts';
import { RunRecord } from '../node/checkpoints/run-record.ts';
import { findPosts } from '../node/files/find-posts.ts';
import { exists, pathIn } from '../node/files/paths.ts';
import { readTextFile } from '../node/files/read-text-file.ts';
import { availableMemoryBytes } from '../node/machine/available-memory.ts';
import { officialVocabulary } from '../node/vocabulary/vocabulary-files.ts';
import { openMeter, type PerplexityMeter, type UnmeasuredEvent } from './measure-perplexity.ts';
import { type DeviceEvent, openDevice } from './open-device.ts';
import { type ReferenceEvent, readReferences } from './read-references.ts';
import { checkedState } from './run-state.ts';
import { type JudgeGiven, type JudgeSettings, judgeSettings } from './settings/judge.ts';
import { checkSettings } from './settings.ts';

/** Nothing that a text could have copied from. */
export class NoReferenceFault extends Fault {}

/** The index of all that a text could have copied from does not fit into memory. */
export class IndexMemoryFault extends Fault {}

/** A file, and what there is to say about it. */
export interface JudgedFile {
  readonly path: string;
  readonly judgement: Judgement;
  /** It has more words in a row from one post than is allowed. */
  readonly isOver: boolean;
}

/** All files are judged. */
export interface JudgedEvent {
  readonly type: 'judged';
  /** Texts that they were compared with, and how those usually are. */
  readonly references: number;
  readonly usual: UsualPost;
  /** In the order of their names. */
  readonly files: readonly JudgedFile[];
}

export type JudgeEvent =
  | Exclude<ReferenceEvent, { type: 'reference' }>
  | DeviceEvent
  | UnmeasuredEvent
  | JudgedEvent;

export interface JudgeSurroundings {
  readonly signal?: AbortSignal | undefined;
  /** The folder of models/ and checkpoint/; the current one by default. */
  readonly root?: string;
}

/**
 * Judges texts beside posts, and where a run is known by its models. Throws SettingFault, NoReferenceFault,
 * IndexMemoryFault, NoModelFault, MissingInputFault, UnreadableFault and PostFault for a file, RunRecordFault, and the
 * faults of `readReferences` and `openMeter`.
 */
export async function* judge(
  given: JudgeGiven,
  { signal, root = '.' }: JudgeSurroundings = {},
): AsyncGenerator<JudgeEvent, void, undefined> {
  const settings = checkSettings(judgeSettings, given);
  const run = await findRun(settings, root);
  const texts = await readTexts(settings);
  const builder = new DraftJudgeBuilder();
  for (const dataset of settings.dataset ?? [run!.textPath]) {
    for await (const event of readReferences(dataset, { ...settings, tokenizer: await tokenizerOf(run), signal })) {
      if (event.type === 'reference') builder.add(event.reference);
      else yield event;
    }
  }
  const references = builder.posts;
  const drafts = finished(builder, settings);
  const device = run === null ? null : openDevice(settings);
  try {
    if (device !== null) yield device.event;
    const meter = device === null ? null : yield* openMeter(device.device, { ...run!, root });
    const files: JudgedFile[] = [];
    for (const text of texts) {
      signal?.throwIfAborted();
      files.push(await judged(text, drafts, meter, settings.max_copied));
    }
    yield { type: 'judged', references, usual: drafts.usual, files };
  } finally {
    await device?.device.close();
  }
}

/** What is known of a run. */
interface KnownRun {
  /** The text that it learns from. */
  readonly textPath: string;
  readonly model_name: string | null;
  /** Its checkpoint: the one that wrote posts, else the newest. */
  readonly after: string;
}

/** The run that is named, or without a dataset the newest one; null where none is asked. */
async function findRun({ run, dataset }: JudgeSettings, root: string): Promise<KnownRun | null> {
  if (run === null && dataset !== null) return null;
  const name = run ?? (await newestRun(pathIn(root, 'checkpoint')));
  if (name === null) {
    throw new NoReferenceFault('There is nothing to judge by: name your posts with --dataset, or train a run.');
  }
  const record = new RunRecord(runPlaces(root, name).checkpoints, checkedState);
  const [state, latest] = [await record.read(), await record.latest()];
  if (latest === null) throw new NoModelFault(`There is no checkpoint of a run ${name} in ${pathIn(root, 'checkpoint')}.`);
  if (dataset === null && !(await exists(record.textPath))) {
    throw new NoReferenceFault(
      `The run ${name} did not keep what it learned from (only "run" does): name that with --dataset.`,
    );
  }
  const { textPath } = record;
  const writer = state?.trained == null ? latest : record.checkpoint(state.trained.checkpointStep);
  return { textPath, model_name: state?.model_name ?? null, after: writer.path };
}

async function tokenizerOf(run: KnownRun | null): Promise<Tokenizer> {
  if (run !== null) return (await describeModel(run.after)).tokenizer;
  return Tokenizer.fromFiles(await officialVocabulary());
}

async function readTexts({ files, encoding }: JudgeSettings) {
  const found = await findPosts(files);
  for (const { path, reason } of found.unread) throw new NoReferenceFault(`${path} cannot be judged: ${reason}`);
  if (found.files.length === 0) throw new NoReferenceFault(`There is no text to judge in ${files.join(', ')}.`);
  return Promise.all(found.files.map(async ({ path }) => readPost(path, await readTextFile(path, encoding))));
}

/** Throws NoReferenceFault and IndexMemoryFault. */
function finished(builder: DraftJudgeBuilder, { dataset }: JudgeSettings): DraftJudge {
  if (builder.posts === 0) throw new NoReferenceFault(`There is no text in ${dataset?.join(', ')} to judge by.`);
  const [needed, available] = [builder.bytesToFinish, availableMemoryBytes()];
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  if (needed > available) {
    throw new IndexMemoryFault(
      `The index of these ${builder.posts} texts takes ${gigabytes(needed)} more, and ${gigabytes(available)} are there: ` +
        'judge by fewer texts.',
    );
  }
  return builder.finish();
}

async function judged(
  post: ReturnType<typeof readPost>,
  drafts: DraftJudge,
  meter: PerplexityMeter | null,
  max_copied: number | 'any',
): Promise<JudgedFile> {
  const judgement = drafts.judge(post, meter === null ? null : await meter.of(post.body));
  const longest = judgement.shared.longest?.words ?? 0;
  return { path: post.source, judgement, isOver: max_copied !== 'any' && longest > max_copied };
}
