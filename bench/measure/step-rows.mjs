// Rows of training steps, beside PyTorch where it is installed, and of the memory that they take.
import { withLimits } from '../machine.mjs';
import { pytorch } from '../peers.mjs';
import { beside, median, row, spread } from '../rows.mjs';
import { inTurns, ours } from '../sessions.mjs';

/** Seconds of a step of 124M, batch 1, in float32: what the others are estimated from. */
const SECONDS_124M = 4;
const TIMES = { '124M': 1, '355M': 2.9 };

export function stepMeasurements(context) {
  const { bfloat16 } = context.machine;
  const precisions = ['float32', ...(bfloat16 ? ['bfloat16'] : [])];
  const cases = precisions.flatMap((precision) =>
    ['124M', '355M'].flatMap((size) => [1, 4].map((batch) => ({ size, batch, precision, mode: 'train' }))),
  );
  const avx2 = { size: '124M', batch: 1, precision: 'float32', mode: 'train', instructionSet: 'avx2' };
  const saving = precisions.flatMap((precision) =>
    ['124M', '355M'].map((size) => ({ size, batch: 1, precision, mode: 'train-saving-memory' })),
  );
  return [
    ...cases.map((one) => measurement(context, one, one.batch === 1 ? ['step', 'memory'] : ['step'])),
    ...(context.machine.instructionSets.includes('avx2') ? [measurement(context, avx2, ['step'])] : []),
    ...saving.map((one) => measurement(context, one, ['memory'])),
  ];
}

function measurement(context, one, groups) {
  const timed = groups.includes('step') && context.groups.includes('step');
  const limits = timed ? context.limits : { pairs: 1, seconds: 0 };
  const peers = one.mode === 'train' && context.pythons.length > 0 ? context.pythons : [null];
  const step = SECONDS_124M * TIMES[one.size] * one.batch * (one.precision === 'bfloat16' ? 0.55 : 1);
  const rounds = Math.max(2, Math.min(1 + limits.pairs, limits.seconds / (2 * step)));
  return {
    groups,
    what: describe(one),
    seconds: peers.length * (10 + 2 * rounds * step),
    async measure() {
      const rows = [];
      for (const python of peers) rows.push(...(await besidePeer(context, one, groups, limits, python)));
      return rows;
    },
  };
}

async function besidePeer({ threads }, one, groups, limits, python) {
  const { size, batch, precision, mode, instructionSet } = one;
  const settings = { threads, instructionSet, precision };
  const first = ours('step.mjs', {
    serve: true,
    size,
    batch,
    precision,
    mode,
    threads,
    'instruction-set': instructionSet,
  });
  const second = python && pytorch(python, { size, batch, dtype: precision, threads }, instructionSet);
  const { result, operations } = await withLimits(settings, () => inTurns(first, second, limits));
  const [{ flop, foreseenBytes }, their] = result.hellos;
  const figures = (of, from = (answer) => answer.seconds) => result.rounds.map((round) => from(round[of]));
  const seconds = figures(0);
  const time = row('step', describe(one), 's', spread(seconds), {
    limit: `${(operations / 1e9).toFixed(0)} GFLOP/s`,
    share: flop / median(seconds) / operations,
    ...(python && beside(their.peer, seconds, figures(1))),
  });
  if (!groups.includes('memory')) return [time];
  // A process only ever takes more, so its last answer has its peak.
  const peak = (of) => [result.rounds.at(-1)[of].peakBytes / 1e9];
  const memory = row('memory', describe(one), 'GB', spread(peak(0)), {
    limit: `${(foreseenBytes / 1e9).toFixed(2)} GB foreseen`,
    share: peak(0)[0] / (foreseenBytes / 1e9),
    ...(python && beside(their.peer, peak(0), peak(1))),
  });
  return [time, memory];
}

function describe({ size, batch, precision, mode, instructionSet }) {
  const extra = [
    ...(instructionSet === undefined ? [] : [instructionSet.toUpperCase()]),
    ...(mode === 'train' ? [] : ['memory-saving gradients']),
  ];
  return [size, precision, `batch ${batch}`, ...extra].join(', ');
}
