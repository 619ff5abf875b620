import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** Why there are no small disks on this machine; null where there are. */
export const missingDisks: string | null = mayMount() ? null : 'this person may not mount a disk';

/** Mounts a disk with these options of tmpfs, for the running test, at a folder or at a new one. */
export function smallDisk(options: string, folder = temporaryFolder()): string {
  mkdirSync(folder, { recursive: true });
  mount(folder, options);
  onTestFinished(() => unmount(folder));
  return folder;
}

/** Leaves room for so many bytes on a disk. */
export function fill(disk: string, left: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
}

function mayMount(): boolean {
  const folder = '/tmp';
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

function mount(folder: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
}

function unmount(folder: string): void {
  execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
}
