// Rows of the kernels: all in float32, matrix products also in bfloat16.
import { row, spread } from '../rows.mjs';
import { collect, ours } from '../sessions.mjs';

export function kernelMeasurements({ threads, machine, limits }) {
  const precisions = ['float32', ...(machine.bfloat16 ? ['bfloat16'] : [])];
  return precisions.map((precision) => ({
    groups: ['kernels'],
    what: `kernels, ${precision}`,
    seconds: 5 + 4 * limits.pairs,
    async measure() {
      const start = ours('kernels.mjs', { json: true, threads, precision, repeats: limits.pairs });
      const kernels = await collect(start);
      return kernels
        .filter(({ limit }) => precision === 'float32' || limit.endsWith('FLOP/s'))
        .map(({ name, seconds, limit, share }) =>
          row('kernels', `${name}, ${precision}`, 'ms', spread(seconds.map((one) => 1000 * one)), { limit, share }),
        );
    },
  }));
}
