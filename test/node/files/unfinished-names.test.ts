import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AtomicFile } from '../../../src/node/files/atomic-file.ts';
import { AtomicFolder } from '../../../src/node/files/atomic-folder.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { requireWritableFolder } from '../../../src/node/files/require-writable-folder.ts';
import { SpillFile } from '../../../src/node/files/spill-file.ts';
import { clearAbandoned, unfinishedPath } from '../../../src/node/files/unfinished-names.ts';
import { startOf } from '../../../src/node/machine/process-life.ts';
import { writeNewFile } from '../../../src/project/new-file.ts';
import { ConcurrentWrites } from '../../../src/project/write-many.ts';
import { writeText } from '../../../src/project/write-text.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

let living: ChildProcess;
let gone: number;
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  gone = spawnSync(process.execPath, ['-e', '']).pid;
});
afterEach(() => void living.kill('SIGKILL'));

/** The temporary name of a process for `name`, with its id, its start and its machine. */
function nameOf(name: string, pid: number, { started = startOf(pid) ?? '0', machine = '' } = {}): string {
  const own = basename(unfinishedPath(join(folder, name)));
  const [, beginning, mark] = /^(\..*\.)\d+(-\d+-)/.exec(own) ?? [];
  const here = /([0-9a-f]{8})\.partial$/.exec(own)![1];
  return `${beginning}${pid}${mark}${started}-${machine || here}.partial`;
}

/** Creates a file that was last changed this many hours ago. */
function plant(name: string, hours = 0): string {
  const path = join(folder, name);
  writeFileSync(path, 'half');
  const moment = new Date(Date.now() - hours * 3_600_000);
  utimesSync(path, moment, moment);
  return name;
}

const writers: readonly [string, () => Promise<unknown>][] = [
  ['a text', () => writeText(nodeFiles, join(folder, 'out'), 'text')],
  [
    'a file in pieces',
    async () => {
      const file = await AtomicFile.create(join(folder, 'out'), { overwrite: false });
      await file.discard();
    },
  ],
  [
    'a folder',
    async () => {
      const whole = await AtomicFolder.create(join(folder, 'out'));
      await whole.discard();
    },
  ],
  ['a new file', () => writeNewFile(nodeFiles, folder, 'out', '', 'text')],
  ['a look whether the folder can be written into', () => requireWritableFolder(folder)],
];

describe.each(writers)('%s', (_, write) => {
  test('removes what dead processes left for its path', async () => {
    plant(nameOf('out', gone, { started: '123' }));
    plant(nameOf('out', living.pid!, { started: '1' }));
    plant(nameOf('out', process.pid, { started: '1' }));
    mkdirSync(join(folder, nameOf('out', gone, { started: '77' }), 'half'), { recursive: true });
    plant(nameOf('out', gone, { machine: '00000000', started: '5' }), 25);
    plant('.out.17-1.partial', 25);
    plant('.out.17.partial', 25);
    await write();
    expect(readdirSync(folder).filter((name) => name !== 'out')).toEqual([]);
  });

  test('leaves the files of living processes, here and on other machines, and all other files', async () => {
    const kept = [
      plant(nameOf('out', living.pid!)),
      plant(nameOf('out', process.pid)),
      plant(nameOf('out', living.pid!), 1000),
      plant(nameOf('out', gone, { machine: '00000000', started: '5' }), 23),
      plant(nameOf('out', living.pid!, { machine: '00000000', started: '5' })),
      plant('.out.17-1.partial', 1),
      plant('.out.partial', 1000),
      plant('.out.x-1.partial', 1000),
      plant('out.17-1.partial', 1000),
      plant('.out', 1000),
    ];
    await write();
    expect(readdirSync(folder).filter((name) => name !== 'out')).toEqual([...new Set(kept)].sort());
  });
});

test('leftovers for other paths stay, unless the whole folder is cleared', async () => {
  const other = plant(nameOf('other', gone, { started: '5' }));
  await writeText(nodeFiles, join(folder, 'out'), 'text');
  const keeper = await ConcurrentWrites.open(nodeFiles, folder);
  await keeper.keep('post', '.md', 'text');
  await keeper.finish();
  expect(readdirSync(folder)).toEqual([other, 'out', 'post.md']);
  await requireWritableFolder(folder);
  expect(readdirSync(folder)).toEqual(['out', 'post.md']);
});

test.each(['a'.repeat(255), 'é'.repeat(127), '漢'.repeat(85), `${'a'.repeat(251)}.npz`])(
  'a name as long as names can be is written, and what is left of it found again: %s',
  async (name) => {
    await writeText(nodeFiles, join(folder, name), 'text');
    plant(nameOf(name, gone, { started: '5' }));
    expect(readdirSync(folder)).toHaveLength(2);
    await clearAbandoned(join(folder, name));
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe('text');
  },
);

test('a list on disk removes the folder of one that was killed while it was created', async () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    mkdirSync(join(folder, nameOf('tpdne-records', gone, { started: '5' })));
    const kept = nameOf('tpdne-records', living.pid!);
    mkdirSync(join(folder, kept));
    const records = await SpillFile.create<number>();
    await records.add(3);
    expect(readdirSync(folder)).toEqual([kept]);
    await records.close();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
