// The C library that a Linux library needs. The linker writes the names of all versions that it needs, such as GLIBC_2.17.
import { readFileSync } from 'node:fs';

/** The newest version of glibc that the library needs, such as '2.28'; null if it names none. */
export function neededGlibc(library) {
  const names = readFileSync(library, 'latin1').matchAll(/GLIBC_(\d+(?:\.\d+)+)\0/g);
  return [...names].map(([, version]) => version).reduce((a, b) => (a && !isNewer(b, a) ? a : b), null);
}

/** Whether version `a` is newer than `b`. */
export function isNewer(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
