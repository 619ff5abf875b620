// The C++ compiler for a platform, and its options.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTRUCTION_SETS } from './instruction-sets.mjs';
import { isHost } from './platforms.mjs';

const FLAGS = ['-std=c++17', '-O3', '-fPIC', '-fvisibility=hidden', '-ffp-contract=off', '-fno-math-errno'];

/** What else a platform needs. */
const PLATFORM_FLAGS = {
  darwin: ['-mmacosx-version-min=11.0'],
  // Windows keeps the stack at 16 bytes, and GCC still moves wide registers to it as if it were aligned to their size.
  win32: ['-Wa,-muse-unaligned-vector-move'],
};

/** Linked so, a library needs nothing on the machine that runs it but its C library. */
const SELF_CONTAINED = {
  linux: ['-pthread', '-static-libstdc++', '-static-libgcc', '-Wl,--exclude-libs,ALL'],
  darwin: ['-mmacosx-version-min=11.0'],
  win32: ['-static'],
};

/** $CXX, or the first of the usual names that answers; for another platform its cross compiler. Null when none does. */
export function findCompiler(platform) {
  for (const command of compilerNames(platform)) {
    const answer = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (answer.status === 0) return { command, version: answer.stdout.split('\n')[0] };
  }
  return null;
}

export function compilerNames(platform) {
  if (!isHost(platform)) return platform.crossCompiler ? [platform.crossCompiler] : [];
  return process.env.CXX ? [process.env.CXX] : ['g++', 'c++', 'clang++'];
}

/**
 * All that the compiler is told for `platform`, as far as it knows it: `flags` for every file, `sets` (name, flags) for
 * the kernels, `linking`, and whether the library `isSelfContained` then.
 */
export function recipeFor(compiler, { os, cpu }) {
  const scratch = mkdtempSync(join(tmpdir(), 'tpdne-compiler-'));
  const accepts = (flags) => {
    const argv = [...flags, '-x', 'c++', '-', '-o', join(scratch, 'nothing')];
    return spawnSync(compiler.command, argv, { input: '' }).status === 0;
  };
  try {
    const selfContained = SELF_CONTAINED[os] ?? [];
    const isSelfContained = os in SELF_CONTAINED && accepts(['-shared', '-fPIC', ...selfContained]);
    return {
      flags: [...FLAGS, ...(PLATFORM_FLAGS[os] ?? []).filter((flag) => accepts(['-c', flag]))],
      sets: INSTRUCTION_SETS.filter(({ arch, flags }) => (arch ?? cpu) === cpu && accepts(['-c', ...flags])),
      linking: isSelfContained ? selfContained : ['-pthread'],
      isSelfContained,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
