import { basename, dirname, join, relative } from 'pathe';
import type { DeviceEvent } from '../../project/devices.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import type { Project } from '../../project/project.ts';
import type { NoticeEvent } from '../events/training.ts';
import { requireBase } from '../models/adapter-folder.ts';
import { weightsDigest } from '../models/base-identity.ts';
import { type ModelChoice, type ModelFolder, resolveModel } from '../models/find-model.ts';
import { shareCheckpoint } from '../train/share-checkpoint.ts';
import { type Compared, differingProcessors, hostsOf, requireSame } from './require-same.ts';

/** What rank 0 tells the others before they write. */
export interface Lead<Work> {
  /** How it found the model, and where. */
  readonly choice: ModelChoice;
  readonly folder: ModelFolder;
  /** What to write, as JSON. */
  readonly work: Work;
}

/** On rank 0: tells the others, and gives the checkpoint to those that lack it. Throws WriteFault. */
export async function leadWriting<Work>(project: Project, lead: Lead<Work>): Promise<void> {
  if (project.ranks.size === 1) return;
  const path = relative(project.root, lead.folder.path);
  await project.ranks.gather(JSON.stringify({ ...lead, folder: { ...lead.folder, path } }));
  await shareModel(project, lead);
}

/** On the other ranks: what rank 0 says, and where its model is here. Throws WriteFault and the faults of `resolveModel`. */
export async function hearLead<Work>(project: Project): Promise<Lead<Work>> {
  const { folder: found, ...rest } = JSON.parse((await project.ranks.gather(''))[0]) as Lead<Work>;
  const lead = { ...rest, folder: { ...found, path: join(project.root, found.path) } };
  await shareModel(project, lead);
  const folder = isOfRun(lead) ? lead.folder : await resolveModel(project, lead.choice);
  await requireBase(project, folder.path);
  return { ...lead, folder };
}

/** Rank 0 alone saves the checkpoints of a run; other models are where a person has put them. */
async function shareModel(project: Project, lead: Lead<unknown>): Promise<void> {
  const { path } = lead.folder;
  if (isOfRun(lead)) await shareCheckpoint(project, dirname(path), basename(path));
}

function isOfRun({ choice, folder }: Lead<unknown>): boolean {
  return choice.model_name == null && folder.step !== null;
}

const SAME = {
  model: ['has the model with digest', 'Copy the model’s folder to every machine.'],
  posts: ['has posts with digest', 'Copy the posts to every machine.'],
} as const satisfies Compared<string>;

/** Compares what all ranks write with, by its digests, and says who writes. Throws RanksDifferFault on every rank. */
export async function* requireSameWriting(
  { ranks }: Project,
  { model, posts = 'none' }: { readonly model: string; readonly posts?: string },
  { instructionSet, precision }: DeviceEvent,
): AsyncGenerator<NoticeEvent, void, undefined> {
  if (ranks.size === 1) return;
  const own = { host: ranks.host, instructionSet: instructionSet ?? 'no instruction set', precision, model, posts };
  const all = await requireSame(ranks, 'write', SAME, own);
  yield { type: 'notice', text: `${ranks.size} ranks write together on ${hostsOf(all)}, over ${ranks.carrier}.` };
  const processors = differingProcessors(all);
  if (processors === null) return;
  yield {
    type: 'notice',
    text:
      `The machines compute differently (${processors}): a text depends on which of them writes it. Give precision float32 ` +
      'and TPDNE_CPU=avx2 where all have that.',
  };
}

/** As `requireSameWriting`, for a model in a folder. */
export async function* requireSameModel(
  project: Project,
  { path }: Pick<ModelFolder, 'path'>,
  device: DeviceEvent,
): AsyncGenerator<NoticeEvent, void, undefined> {
  if (project.ranks.size === 1) return;
  const model = (await weightsDigest(await FolderFiles.at(project.files, path))) ?? 'none';
  yield* requireSameWriting(project, { model }, device);
}
