import { isAddress } from '../../blog/import/addresses.ts';
import { countQueue } from '../../blog/publishing/queue.ts';
import { Fault } from '../../fault.ts';
import { MissingInputFault } from '../../node/files/find-posts.ts';
import { packagePathFrom } from '../../node/files/package-folder.ts';
import { isInside } from '../../node/files/paths.ts';
import { namesInFolder } from '../../node/files/site-folder.ts';
import { availableMemoryBytes, totalMemoryBytes } from '../../node/machine/available-memory.ts';
import { compilerVersion } from '../../node/machine/compiler.ts';
import { thisProgram } from '../../node/machine/this-program.ts';
import { listModels } from '../../node/models/list-models.ts';
import { nativeDeviceStatus } from '../../node/native-device/native-device.ts';
import { readPosts } from '../corpus/read-posts.ts';
import type { ReadingEvent } from '../corpus/read-tokens.ts';
import { type DeviceSettings, openDevice } from '../models/open-device.ts';
import type { CommandSurroundings } from '../project.ts';
import { readQueue } from '../publish/read-queue.ts';
import { type DoctorGiven, type DoctorSettings, doctorSettings } from '../settings/doctor.ts';
import { checkSettings } from '../settings/settings-table.ts';
import type { Examination } from './examination.ts';
import { lookAtSite } from './look-at-site.ts';
import { nextStep } from './next-step.ts';
import { runReports } from './run-report.ts';

export type DoctorEvent = ReadingEvent | { readonly type: 'examined'; readonly found: Examination };

export interface DoctorSurroundings extends Pick<CommandSurroundings, 'signal'> {
  /** The config file that the settings came from, or what is wrong with it. */
  readonly config?: Examination['config'];
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
  const queue = settings.queue ?? settings.out ?? look.out;
  const posts = yield* countPosts(inputs, queue, settings, signal);
  const found = {
    program: thisProgram(),
    memory: { availableBytes: availableMemoryBytes(), totalBytes: totalMemoryBytes() },
    device: await examineDevice(settings),
    compiler: await compilerVersion(),
    config,
    posts,
    models: await modelsThere(),
    runs: await runReports(),
    queue: await queueIn(queue, settings.label),
    exposed: await exposedThere(look.exposed),
  };
  const example = await packagePathFrom('.', 'examples/blog/_articles');
  yield { type: 'examined', found: { ...found, next: nextStep(found, example) } };
}

/** Those of the names, which may end in *, that are in the current folder. */
async function exposedThere(exposed: readonly string[]): Promise<string[]> {
  const names = [...((await namesInFolder('.')) ?? [])].sort();
  return names.filter((name) =>
    exposed.some((known) => (known.endsWith('*') ? name.startsWith(known.slice(0, -1)) : name === known)),
  );
}

/** Reads all posts as a run would, and downloads nothing. What lies in the queue is counted there, not as left out. */
async function* countPosts(
  inputs: readonly string[],
  queue: string,
  { drafts, encoding, label, site }: DoctorSettings,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadingEvent, Examination['posts'], undefined> {
  const nothing = { inputs, source: null, count: 0, passedOver: 0, problem: null };
  if (inputs.length === 0) return nothing;
  if (inputs.some(isAddress)) return { ...nothing, count: null };
  let [source, count, passedOver]: [string | null, number, number] = [null, 0, 0];
  try {
    for await (const event of readPosts(inputs, { format: 'markdown', drafts, encoding, label, site, signal })) {
      if (event.type === 'reading') yield event;
      if (event.type === 'source') source ??= event.source;
      if (event.type === 'document') count++;
      if (event.type === 'passed over' && event.because !== 'other file' && !isInside(queue, event.path))
        passedOver += event.count ?? 1;
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

async function modelsThere(): Promise<Examination['models']> {
  const found: Examination['models'][number][] = [];
  for await (const { name, bytes, ...model } of listModels('.')) {
    const isWhole = model.type === 'model';
    const problem = isWhole ? model.problem : `its download was stopped; tpdne download ${name} goes on with it`;
    found.push({ name, bytes, from: isWhole ? model.from : null, problem });
  }
  return found;
}

/** What lies in the queue, as `publish` would find it; nothing where there is none yet. */
async function queueIn(folder: string, label: string): Promise<Examination['queue']> {
  const { drafts } = await readQueue(folder, label).catch((fault) => {
    if (fault instanceof MissingInputFault) return { drafts: [] };
    throw fault;
  });
  const generated = drafts.filter(({ isGenerated }) => isGenerated).length;
  return { folder, generated, ...countQueue(drafts) };
}
