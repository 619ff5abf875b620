import { isAddress } from '../../blog/import/addresses.ts';
import { countWords } from '../../blog/language/words.ts';
import { countQueue } from '../../blog/publishing/queue.ts';
import { Fault } from '../../fault.ts';
import type { DeviceSettings } from '../../project/devices.ts';
import type { Files } from '../../project/files.ts';
import { folderOf, isInside } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { remoteModel } from '../../project/remote-model.ts';
import { MissingInputFault } from '../corpus/find-posts.ts';
import { readPosts } from '../corpus/read-posts.ts';
import { namesInFolder } from '../corpus/site-folder.ts';
import type { DoctorEvent } from '../events/models.ts';
import type { ReadingEvent } from '../events/reading.ts';
import { findModel } from '../models/find-model.ts';
import { listModels } from '../models/list-models.ts';
import { proposeModel } from '../models/propose-model.ts';
import { readQueue } from '../publish/read-queue.ts';
import { isFew, placeProblem } from '../run/before-training.ts';
import { type DoctorGiven, type DoctorSettings, doctorSettings } from '../settings/doctor.ts';
import { checkSettings } from '../settings/settings-table.ts';
import type { Examination } from './examination.ts';
import { lookAtSite } from './look-at-site.ts';
import { nextStep } from './next-step.ts';
import { runReports } from './run-report.ts';

export interface DoctorOptions {
  /** The config file that the settings came from, or what is wrong with it. */
  readonly config?: Examination['config'];
}

/**
 * Examines the machine and the current folder without changing anything, and suggests the next step. It also works if
 * things are missing or broken, and reports that. Throws SettingFault.
 */
export async function* doctor(
  given: DoctorGiven,
  project: Project,
  { config = null }: DoctorOptions = {},
): AsyncGenerator<DoctorEvent, void, undefined> {
  const settings = checkSettings(doctorSettings, given);
  const { files, machine } = project;
  const look = await lookAtSite(files, '.');
  const inputs = settings.posts ?? (look.posts === null ? [] : [look.posts]);
  const queue = settings.queue ?? settings.out ?? look.out;
  const { place, ...posts } = yield* countPosts(project, inputs, queue, settings);
  const found = {
    program: machine.program,
    memory: { availableBytes: machine.availableMemoryBytes(), totalBytes: machine.totalMemoryBytes() },
    device: await examineDevice(project, settings),
    compiler: await machine.compilerVersion(),
    mpi: await machine.mpiLauncher(),
    config,
    model: await configuredModel(project, config?.model_name ?? null),
    posts,
    models: await modelsThere(project),
    proposal: await proposeModel(project),
    runs: await runReports(project),
    queue: { ...(await queueIn(files, queue, settings.label)), problem: place },
    exposed: await exposedThere(files, look.exposed),
  };
  const example = await machine.packagePathFrom('.', 'examples/blog/_articles');
  yield { type: 'examined', found: { ...found, next: nextStep(found, example) } };
}

/** The files in the current folder that match one of the names, which may end in *. */
async function exposedThere(files: Files, exposed: readonly string[]): Promise<string[]> {
  const names = [...((await namesInFolder(files, '.')) ?? [])].sort();
  return names.filter((name) =>
    exposed.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known)),
  );
}

/** Reads all posts as a run would, without downloading. Files in the queue are not counted as skipped. */
async function* countPosts(
  project: Project,
  inputs: readonly string[],
  queue: string,
  { drafts, encoding, label, exclude, site }: DoctorSettings,
): AsyncGenerator<ReadingEvent, Examination['posts'] & { readonly place: string | null }, undefined> {
  const nothing = { inputs, source: null, count: 0, skipped: 0, isFew: false, place: null, problem: null };
  if (inputs.length === 0) return nothing;
  if (inputs.some(isAddress)) return { ...nothing, count: null };
  let [source, count, skipped, words]: [string | null, number, number, number] = [null, 0, 0, 0];
  const folders = new Map<string, string>();
  try {
    const options = { format: 'markdown', drafts, encoding, label, exclude, site } as const;
    for await (const event of readPosts(project, inputs, options)) {
      if (event.type === 'reading') yield event;
      if (event.type === 'source') source ??= event.source;
      if (event.type === 'document') {
        count++;
        words += countWords(event.post.body);
        folders.set(folderOf(event.post.source), event.post.source);
      }
      if (event.type === 'skipped' && event.because !== 'other file' && !isInside(project.files, queue, event.path))
        skipped += event.count ?? 1;
    }
    const place = await placeProblem(project.files, queue, folders);
    return { inputs, source, count, skipped, isFew: isFew({ posts: count, words }), place, problem: null };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ...nothing, source, count, skipped, problem: fault.message };
  }
}

async function examineDevice({ devices }: Project, settings: DeviceSettings): Promise<Examination['device']> {
  const machine = devices.facts();
  try {
    const { device, event } = await devices.open(settings);
    await device.close();
    const { description, precision, because, slowBecause: problem } = event;
    return { ...machine, description, precision, because, problem };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ...machine, description: null, precision: null, because: null, problem: fault.message };
  }
}

/** Looks for the model that the config file names. */
async function configuredModel(project: Project, name: string | null): Promise<Examination['model']> {
  if (name === null || /^(?:base|nano|random:.*)$/.test(name)) return null;
  try {
    const isThere = (await findModel(project, name)) !== null;
    const canDownload = !isThere && remoteModel(name) !== null;
    const problem = isThere ? null : canDownload ? 'it is not on this machine yet' : 'there is no such model';
    return { name, isThere, canDownload, problem };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { name, isThere: true, canDownload: false, problem: fault.message };
  }
}

async function modelsThere(project: Project): Promise<Examination['models']> {
  const found: Examination['models'][number][] = [];
  for await (const { name, bytes, ...model } of listModels(project)) {
    const isWhole = model.type === 'model';
    const problem = isWhole ? model.problem : `its download was interrupted; resume it with tpdne download ${name}`;
    found.push({ name, bytes, from: isWhole ? model.from : null, problem });
  }
  return found;
}

/** The queue as `publish` sees it; empty if the folder does not exist yet. */
async function queueIn(files: Files, folder: string, label: string): Promise<Omit<Examination['queue'], 'problem'>> {
  const { drafts } = await readQueue(files, folder, label).catch((fault) => {
    if (fault instanceof MissingInputFault) return { drafts: [] };
    throw fault;
  });
  const generated = drafts.filter(({ isGenerated }) => isGenerated).length;
  return { folder, generated, ...countQueue(drafts) };
}
