import { type DraftJudge, DraftJudgeBuilder } from '../../blog/judging/draft-judge.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import { gigabytes } from '../../project/byte-count.ts';
import { runPlaces } from '../../project/checkpoint-names.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { newestRun } from '../models/checkpoints/find-runs.ts';
import { RunRecord } from '../models/checkpoints/run-record.ts';
import { NoModelFault } from '../models/find-model.ts';
import { describeModel } from '../models/load-model.ts';
import { officialTokenizer } from '../models/tokenizers.ts';
import { parseRunState } from '../run/state.ts';
import { type ReferenceEvent, type ReferenceOptions, readReferences } from './read-references.ts';

/** Nothing that a text could have copied from. */
export class NoReferenceFault extends Fault {}

/** The index of all that a text could have copied from does not fit into memory. */
export class IndexMemoryFault extends Fault {}

/** What texts are judged by: datasets, or what a run learned from; null, null is what the newest run learned from. */
export interface JudgeChoice {
  readonly dataset: readonly string[] | null;
  readonly run: string | null;
}

/** What is known of a run. */
export interface KnownRun {
  /** The text that it learns from. */
  readonly textPath: string;
  /** Its checkpoint: the one that wrote posts, else the newest. */
  readonly after: string;
}

/**
 * The run that is named, or without a dataset the newest one; null where none is asked. Throws NoReferenceFault,
 * NoModelFault and RunRecordFault.
 */
export async function findKnownRun({ files, root }: Project, { run, dataset }: JudgeChoice): Promise<KnownRun | null> {
  if (run === null && dataset !== null) return null;
  const runs = pathIn(root, 'checkpoint');
  const name = run ?? (await newestRun(files, runs));
  if (name === null) {
    throw new NoReferenceFault('There is nothing to judge by: name your posts with --dataset, or train a run.');
  }
  const record = new RunRecord(files, runPlaces(root, name).checkpoints, parseRunState);
  const [state, latest] = [await record.read(), await record.latest()];
  if (latest === null) throw new NoModelFault(`There is no checkpoint of a run ${name} in ${runs}.`);
  if (dataset === null && !(await exists(files, record.textPath))) {
    throw new NoReferenceFault(
      `The run ${name} did not keep what it learned from (tpdne run does): name that with --dataset.`,
    );
  }
  const { textPath } = record;
  const writer = state?.trained == null ? latest : record.checkpoint(state.trained.checkpointStep);
  return { textPath, after: writer.path };
}

/** A judge, and how many texts it judges by. */
export interface OpenJudge {
  readonly judge: DraftJudge;
  readonly references: number;
}

/**
 * Reads the datasets, or without any what the run learned from, and makes a judge of them. Throws NoReferenceFault,
 * IndexMemoryFault, and the faults of `readReferences`.
 */
export async function* openJudge(
  project: Project,
  dataset: readonly string[] | null,
  run: KnownRun | null,
  options: Omit<ReferenceOptions, 'tokenizer'>,
): AsyncGenerator<Exclude<ReferenceEvent, { type: 'reference' }>, OpenJudge, undefined> {
  const builder = new DraftJudgeBuilder();
  const tokenizer = await tokenizerOf(project, run);
  const inputs = dataset ?? [run!.textPath];
  for (const input of inputs) {
    for await (const event of readReferences(project, input, { ...options, tokenizer })) {
      if (event.type === 'reference') builder.add(event.reference);
      else yield event;
    }
  }
  if (builder.posts === 0) throw new NoReferenceFault(`There is no text in ${inputs.join(', ')} to judge by.`);
  checkMemory(builder, project.machine.availableMemoryBytes());
  return { references: builder.posts, judge: builder.finish() };
}

async function tokenizerOf(project: Project, run: KnownRun | null): Promise<Tokenizer> {
  if (run !== null) return (await describeModel(project, run.after)).tokenizer;
  return officialTokenizer(project);
}

/** Throws IndexMemoryFault. */
function checkMemory({ posts, bytesToFinish }: DraftJudgeBuilder, available: number): void {
  if (bytesToFinish <= available) return;
  throw new IndexMemoryFault(
    `The index of these ${posts} texts takes ${gigabytes(bytesToFinish)} more, and ${gigabytes(available)} are there: ` +
      'judge by fewer texts, or on a machine with more memory.',
  );
}
