// The C++ compiler for a platform, and its options.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTRUCTION_SETS } from './instruction-sets.mjs';
import { isHost } from './platforms.mjs';

const FLAGS = ['-std=c++17', '-O3', '-fPIC', '-fvisibility=hidden', '-ffp-contract=off', '-fno-math-errno'];

/** Further flags of a platform. */
const PLATFORM_FLAGS = {
  darwin: ['-mmacosx-version-min=11.0'],
  // Windows aligns the stack to 16 bytes, but GCC spills wide registers to it as if it were aligned to their size.
  win32: ['-Wa,-muse-unaligned-vector-move'],
};

/** With these flags for linking, a library needs only the C library of the machine that runs it. */
const SELF_CONTAINED = {
  linux: ['-pthread', '-static-libstdc++', '-static-libgcc', '-Wl,--exclude-libs,ALL'],
  darwin: ['-mmacosx-version-min=11.0'],
  win32: ['-static'],
};

/** $CXX, or the first usual compiler that runs; for another platform its cross compiler. Null if there is none. */
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
 * The options of the compiler for `platform`, without those that it does not support: `flags` for every file, `sets` (name,
 * flags) for the kernels, `linking`, and whether the library `isSelfContained` with them.
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
