import { mkdirSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { availableMemoryBytes, totalMemoryBytes } from '../../../src/node/machine/available-memory.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

test('some memory is available, and at most the total', () => {
  expect(availableMemoryBytes()).toBeGreaterThan(1e6);
  expect(availableMemoryBytes()).toBeLessThanOrEqual(totalmem());
});

/** Far less than any machine has available. */
const MB = 2 ** 20;

/** A folder as Linux describes a container in it, with cgroups of this version and these files. */
function cgroups(version: 1 | 2, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const place = version === 1 ? join(folder, 'memory') : folder;
  mkdirSync(place, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(place, name), content);
  return folder;
}

const files = {
  1: { limit: 'memory.limit_in_bytes', usage: 'memory.usage_in_bytes' },
  2: { limit: 'memory.max', usage: 'memory.current' },
};

describe('a container', () => {
  test.each<[string, 1 | 2, number, Readonly<Record<string, number>>, number]>([
    ['has its limit less what it uses', 2, 3, { anon: 3, inactive_file: 0 }, 1],
    ['counts its file cache as free', 2, 3, { anon: 1, file: 2, inactive_file: 2 }, 3],
    ['does not count the cache that is in use', 2, 3, { anon: 1, file: 2, active_file: 2, inactive_file: 0 }, 1],
    [
      'distinguishes the cache from entries with similar names',
      2,
      3,
      { workingset_inactive_file: 2, inactive_file_x: 2 },
      1,
    ],
    ['that is full except for its cache has its cache', 2, 4, { inactive_file: 1 }, 1],
    ['that is full has nothing', 2, 4, { inactive_file: 0 }, 0],
    ['of version 1 has its limit less what it uses', 1, 3, { total_rss: 3 }, 1],
    ['of version 1 counts its cache and those of inner groups as free', 1, 3, { total_inactive_file: 2 }, 3],
    ['of version 1 has no more than that', 1, 3, { inactive_file: 1, total_cache: 2, total_inactive_file: 2 }, 3],
  ])('%s', (_, version, usedMegabytes, stat, megabytes) => {
    const folder = cgroups(version, {
      [files[version].limit]: `${4 * MB}\n`,
      [files[version].usage]: `${usedMegabytes * MB}\n`,
      'memory.stat': Object.entries(stat)
        .map(([key, value]) => `${key} ${value * MB}\n`)
        .join(''),
    });
    expect(availableMemoryBytes(folder)).toBe(megabytes * MB);
    expect(totalMemoryBytes(folder)).toBe(4 * MB);
  });

  test.each<[string, 1 | 2, string | null]>([
    ['without a limit', 2, 'max\n'],
    ['of version 1 without a limit', 1, '9223372036854771712\n'],
    ['that reports nothing', 2, null],
  ])('%s has the memory of the machine', (_, version, limit) => {
    const { limit: name, usage } = files[version];
    const described = limit === null ? {} : { [name]: limit, [usage]: '1000\n', 'memory.stat': '' };
    const folder = cgroups(version, described);
    expect(availableMemoryBytes(folder)).toBeGreaterThan(4 * MB);
    expect(totalMemoryBytes(folder)).toBe(totalmem());
  });
});
