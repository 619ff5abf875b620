import { type DraftJudge, DraftJudgeBuilder } from '../../blog/judging/draft-judge.ts';
import type { UsualPost } from '../../blog/judging/judgement.ts';
import { referenceOfText } from '../../blog/judging/reference.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import { gigabytes } from '../../project/byte-count.ts';
import { runPlaces } from '../../project/checkpoint-names.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { type CheckpointChoice, chooseCheckpoint } from '../models/checkpoints/choose-checkpoint.ts';
import { newestRun } from '../models/checkpoints/find-runs.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { NoModelFault } from '../models/find-model.ts';
import { describeModel } from '../models/load-model.ts';
import { officialTokenizer } from '../models/tokenizers.ts';
import { parseRunState } from '../run/state.ts';
import { SettingFault } from '../settings/settings-table.ts';
import { type ReferenceEvent, type ReferenceOptions, readReferences } from './read-references.ts';
import { readReaderTexts } from './reader-texts.ts';

/** There is nothing to compare texts with. */
export class NoReferenceFault extends Fault {
  override readonly code: string = 'no-reference';
}

/** The index of the reference texts does not fit into memory. */
export class IndexMemoryFault extends Fault {
  override readonly code: string = 'index-memory';
}

/** What drafts are judged by: datasets, or, if that is null, what the run learned from; and the models of the run, if any. */
export interface ScoreBy {
  readonly dataset: readonly string[] | null;
  readonly run: KnownRun | null;
}

/** What texts are judged by: datasets, or what a run learned from. If both are null, the newest run. */
export interface JudgeChoice {
  readonly dataset: readonly string[] | null;
  readonly run: string | null;
  /** The checkpoint that measures texts; null, the default: the one that wrote the posts of the run, else the latest. */
  readonly checkpoint?: CheckpointChoice | null;
}

/** The files of a run that judging needs. */
export interface KnownRun {
  /** Path of the text it learned from; null if it did not keep that. */
  readonly textPath: string | null;
  /** Path of its posts as a reader sees them, with what they are usually like; null in runs that wrote no posts. */
  readonly readerTextsPath: string | null;
  /** Path of the checkpoint that was chosen, else of the one that wrote its posts, else of the newest one. */
  readonly after: string;
  /** What the posts that it learned from are usually like; null if it did not record that. */
  readonly usual: UsualPost | null;
}

/**
 * Finds the named run, or the newest one if there is no dataset; null if there is a dataset and no run. Throws
 * NoReferenceFault, NoModelFault, NoCheckpointFault, RunRecordFault, and SettingFault for a checkpoint without a run.
 */
export async function findKnownRun({ files, root }: Project, choice: JudgeChoice): Promise<KnownRun | null> {
  const { run, dataset, checkpoint = null } = choice;
  if (run === null && dataset !== null) {
    if (checkpoint === null) return null;
    throw new SettingFault('checkpoint', 'checkpoint needs a run whose checkpoint it is.');
  }
  const runs = pathIn(root, 'checkpoint');
  const name = run ?? (await newestRun(files, runs));
  if (name === null) {
    throw new NoReferenceFault('There is nothing to judge by: name your posts with --dataset, or train a run.');
  }
  const record = new RunRecord(files, runPlaces(root, name).checkpoints, parseRunState);
  const [state, latest] = [await record.read(), await record.latest()];
  if (latest === null) throw new NoModelFault(`The run ${name} has no checkpoint in ${runs}.`);
  const textPath = (await exists(files, record.textPath)) ? record.textPath : null;
  if (dataset === null && textPath === null) {
    throw new NoReferenceFault(
      `The run ${name} did not keep the text that it learned from; only tpdne run does. Name that text with --dataset.`,
    );
  }
  const places = runPlaces(root, name).checkpoints;
  const chosen = checkpoint == null ? null : await chooseCheckpoint(files, places, checkpoint);
  const writer = chosen ?? (state?.trained == null ? latest : record.checkpoint(state.trained.checkpointStep));
  const usual = state?.usual ?? null;
  // Texts without `usual` are those of an earlier series: the posts have changed since.
  const isKept = usual !== null && (await exists(files, record.readerTextsPath));
  return { textPath, readerTextsPath: isKept ? record.readerTextsPath : null, after: writer.path, usual };
}

/**
 * What drafts are judged by if nobody names it: the newest run, with the posts that it learned from; `posts`, if there is no
 * run or it did not keep them. Throws RunRecordFault.
 */
export async function findRunOrPosts(project: Project, posts: readonly string[]): Promise<ScoreBy> {
  const name = await newestRun(project.files, pathIn(project.root, 'checkpoint'));
  if (name === null) return { run: null, dataset: posts };
  const run = await findKnownRun(project, { run: name, dataset: posts });
  return { run, dataset: run?.textPath == null ? posts : null };
}

/** A judge, and the number of texts it judges by. */
export interface OpenJudge {
  readonly judge: DraftJudge;
  readonly references: number;
}

/**
 * Makes a judge from the datasets, or, without any, from the posts that the run kept, else from the text that it learned
 * from. Throws NoReferenceFault, IndexMemoryFault, ReaderTextsFault, and the faults of `readReferences`.
 */
export async function* openJudge(
  project: Project,
  dataset: readonly string[] | null,
  run: KnownRun | null,
  options: Omit<ReferenceOptions, 'tokenizer'>,
): AsyncGenerator<Exclude<ReferenceEvent, { type: 'reference' }>, OpenJudge, undefined> {
  const builder = new DraftJudgeBuilder();
  const kept = dataset === null ? run!.readerTextsPath : null;
  const inputs = dataset ?? [kept ?? run!.textPath!];
  if (kept !== null) {
    for await (const { source, text } of readReaderTexts(project.files, kept))
      builder.add(referenceOfText(source, text));
  } else {
    const tokenizer = await tokenizerOf(project, run);
    for (const input of inputs) {
      for await (const event of readReferences(project, input, { ...options, tokenizer })) {
        if (event.type === 'reference') builder.add(event.reference);
        else yield event;
      }
    }
  }
  if (builder.posts === 0) throw new NoReferenceFault(`There is no text in ${inputs.join(', ')} to judge by.`);
  checkMemory(builder, project.machine.availableMemoryBytes());
  // The text that a run learned from is no longer the posts' Markdown.
  const known = dataset === null ? run!.usual : null;
  return { references: builder.posts, judge: builder.finish(known) };
}

async function tokenizerOf(project: Project, run: KnownRun | null): Promise<Tokenizer> {
  if (run !== null) return (await describeModel(project, run.after)).tokenizer;
  return officialTokenizer(project);
}

/** Throws IndexMemoryFault. */
function checkMemory({ posts, bytesToFinish }: DraftJudgeBuilder, available: number): void {
  if (bytesToFinish <= available) return;
  throw new IndexMemoryFault(
    `The index of these ${posts} texts needs another ${gigabytes(bytesToFinish)} of memory, and ${gigabytes(available)} is free: ` +
      'judge by fewer texts, or on a machine with more memory.',
  );
}
