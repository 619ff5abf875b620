// The instruction sets for which the kernels are compiled.

const AVX512 = ['-mavx2', '-mfma', '-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mprefer-vector-width=512'];

/** Loads stay next to their use. If the compiler moves them up, they need more registers than a tile's sums leave free. */
const NEON = ['-fno-schedule-insns'];

/** The kernels are compiled once for each of these that the processor family has and the compiler supports. */
export const INSTRUCTION_SETS = [
  { name: 'AVX512BF16', arch: 'x64', flags: [...AVX512, '-mavx512bf16'] },
  { name: 'AVX512', arch: 'x64', flags: AVX512 },
  { name: 'AVX2', arch: 'x64', flags: ['-mavx2', '-mfma'] },
  { name: 'NEONBF16', arch: 'arm64', flags: [...NEON, '-march=armv8.2-a+bf16'] },
  { name: 'NEON', arch: 'arm64', flags: NEON },
  { name: 'PLAIN', arch: null, flags: ['-DTPDNE_PLAIN'] },
];
