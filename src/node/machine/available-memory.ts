import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';

/** Where Linux reports the memory that a group of processes, such as a container, uses and may use. */
const CGROUPS = '/sys/fs/cgroup';

/** The files of cgroups version 2 and version 1. */
const groups = [
  { folder: '.', limit: 'memory.max', usage: 'memory.current', cache: 'inactive_file' },
  {
    folder: 'memory',
    limit: 'memory.limit_in_bytes',
    usage: 'memory.usage_in_bytes',
    cache: 'total_inactive_file',
  },
] as const;

/**
 * Bytes of memory that this process can still get: what the machine has left, or its container if that is less. `cgroups`
 * is the folder in which Linux describes the container. Never throws.
 */
export function availableMemoryBytes(cgroups = CGROUPS): number {
  return Math.min(freemem(), ...groups.map((group) => leftInGroup(cgroups, group)));
}

/** Bytes of memory in the machine, or the limit of its container if that is less. Never throws. */
export function totalMemoryBytes(cgroups = CGROUPS): number {
  return Math.min(totalmem(), ...groups.map((group) => limitOfGroup(cgroups, group)));
}

function limitOfGroup(cgroups: string, { folder, limit }: (typeof groups)[number]): number {
  try {
    const limitBytes = Number(readFileSync(join(cgroups, folder, limit), 'utf8'));
    return Number.isFinite(limitBytes) ? limitBytes : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Infinity without a limit. The group's file cache counts as free, since the system reclaims it on demand. */
function leftInGroup(cgroups: string, { folder, limit, usage, cache }: (typeof groups)[number]): number {
  const read = (file: string) => readFileSync(join(cgroups, folder, file), 'utf8');
  try {
    const limitBytes = Number(read(limit));
    const cachedBytes = Number(new RegExp(`^${cache} (\\d+)$`, 'm').exec(read('memory.stat'))?.[1] ?? 0);
    const leftBytes = limitBytes - Number(read(usage)) + cachedBytes;
    return Number.isFinite(leftBytes) ? leftBytes : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
