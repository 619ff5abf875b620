import { readPost } from '../blog/posts/read-post.ts';
import { isAddress } from '../blog/sources/addresses.ts';
import { Fault } from '../fault.ts';
import { type StoredModel, storedModels } from '../node/checkpoints/model-folder.ts';
import { PACKAGED_MODEL, packagedModel } from '../node/checkpoints/packaged-model.ts';
import { findPosts, MissingInputFault } from '../node/files/find-posts.ts';
import { packagePathFrom } from '../node/files/package-folder.ts';
import { readTextFile } from '../node/files/read-text-file.ts';
import { availableMemoryBytes } from '../node/machine/available-memory.ts';
import { compilerVersion } from '../node/machine/compiler.ts';
import { type ThisProgram, thisProgram } from '../node/machine/this-program.ts';
import { nativeDeviceStatus } from '../node/native-device/native-device.ts';
import { lookAtSite } from './look-at-site.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { type DeviceSettings, openDevice } from './open-device.ts';
import { readPosts } from './read-posts.ts';
import type { ReadingEvent } from './read-tokens.ts';
import { type RunReport, runReports } from './run-report.ts';
import { type DoctorGiven, type DoctorSettings, doctorSettings } from './settings/doctor.ts';
import { checkSettings } from './settings.ts';

/** What is there. All of it is plain JSON. */
export interface Examination {
  readonly program: ThisProgram;
  readonly memory: { readonly availableBytes: number; readonly totalBytes: number };
  readonly device: {
    /** 'CPU, 2 threads, AVX-512 bf16'; null where none could be opened. */
    readonly description: string | null;
    /** All that this machine can run. */
    readonly instructionSets: readonly string[];
    readonly physicalCores: number | null;
    readonly precision: 'float32' | 'bfloat16' | null;
    /** Why it is slow, or is not there. */
    readonly problem: string | null;
  };
  /** The C++ compiler; null without one, which only a clone needs. */
  readonly compiler: string | null;
  readonly config: { readonly path: string; readonly problem: string | null } | null;
  readonly posts: {
    /** What they are taken from; empty where nothing was found. */
    readonly inputs: readonly string[];
    /** 'a Jekyll site'; null for what is no site. */
    readonly source: string | null;
    readonly count: number;
    readonly passedOver: number;
    readonly problem: string | null;
  };
  /** In models/, and the one that comes with the package. */
  readonly models: readonly StoredModel[];
  readonly runs: readonly RunReport[];
  /** New posts that wait in their folder. */
  readonly queue: { readonly folder: string; readonly posts: number };
  readonly next: NextStep;
}

export type DoctorEvent = ReadingEvent | { readonly type: 'examined'; readonly found: Examination };

export interface DoctorSurroundings {
  /** The config file that the settings came from, or what is wrong with it. */
  readonly config?: Examination['config'];
  readonly signal?: AbortSignal;
}

/**
 * Looks at the machine and at the current folder, changes nothing, and says what to do next. Works where nothing is there,
 * and where what is there is broken: that is then what it says. Throws SettingFault.
 */
export async function* doctor(
  given: DoctorGiven,
  { config = null, signal }: DoctorSurroundings = {},
): AsyncGenerator<DoctorEvent, void, undefined> {
  const settings = checkSettings(doctorSettings, given);
  const look = await lookAtSite('.');
  const inputs = settings.posts ?? (look.posts === null ? [] : [look.posts]);
  const posts = yield* countPosts(inputs, settings, signal);
  const program = thisProgram();
  const found = {
    program,
    memory: { availableBytes: availableMemoryBytes(), totalBytes: program.totalMemoryBytes },
    device: await examineDevice(settings),
    compiler: compilerVersion(),
    config,
    posts: { ...posts, source: settings.posts === null ? (look.source?.name ?? null) : posts.source },
    models: await modelsThere(),
    runs: await runReports(),
    queue: await queueIn(settings.out ?? look.out),
  };
  const example = await packagePathFrom('.', 'examples/blog/_articles');
  const isSaid = { posts: given.posts != null, out: given.out != null };
  yield { type: 'examined', found: { ...found, next: nextStep(found, isSaid, example) } };
}

/** Reads all posts as a run would, and downloads nothing. */
async function* countPosts(
  inputs: readonly string[],
  { drafts, encoding, site }: DoctorSettings,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadingEvent, Examination['posts'], undefined> {
  const nothing = { inputs, source: null, count: 0, passedOver: 0, problem: null };
  if (inputs.length === 0) return nothing;
  const address = inputs.find(isAddress);
  if (address !== undefined) return { ...nothing, problem: `${address} is downloaded by the command that reads it.` };
  let [source, count, passedOver]: [string | null, number, number] = [null, 0, 0];
  try {
    for await (const event of readPosts(inputs, { format: 'markdown', drafts, encoding, site, ...(signal && { signal }) })) {
      if (event.type === 'reading') yield event;
      if (event.type === 'source') source ??= event.source;
      if (event.type === 'document') count++;
      if (event.type === 'passed over') passedOver += event.count ?? 1;
    }
    return { inputs, source, count, passedOver, problem: null };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { inputs, source, count, passedOver, problem: fault.message };
  }
}

async function examineDevice(settings: DeviceSettings): Promise<Examination['device']> {
  const status = nativeDeviceStatus();
  const machine = {
    instructionSets: status.available ? status.instructionSets : [],
    physicalCores: status.available ? status.physicalCores : null,
  };
  try {
    const { device, event } = openDevice(settings);
    await device.close();
    return { ...machine, description: event.description, precision: event.precision, problem: event.slowBecause };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ...machine, description: null, precision: null, problem: fault.message };
  }
}

async function modelsThere(): Promise<StoredModel[]> {
  const packaged = (await packagedModel()) === null ? [] : [{ name: PACKAGED_MODEL, bytes: 0, problem: null }];
  return [...(await storedModels()), ...packaged];
}

/** The posts in a folder that a model wrote, by their label. */
async function queueIn(folder: string): Promise<Examination['queue']> {
  const files = await findPosts([folder]).catch((fault) => {
    if (fault instanceof MissingInputFault) return { files: [] };
    throw fault;
  });
  let posts = 0;
  for (const { path } of files.files) if (await isGenerated(path)) posts++;
  return { folder, posts };
}

/** What cannot be read is no new post: a model wrote none that cannot. */
async function isGenerated(path: string): Promise<boolean> {
  try {
    return readPost(path, await readTextFile(path, 'utf-8')).generated;
  } catch (fault) {
    if (fault instanceof Fault) return false;
    throw fault;
  }
}
