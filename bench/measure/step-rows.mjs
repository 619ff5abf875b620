// Rows of training steps, compared with PyTorch if installed, and of their memory.
import { withLimits } from '../machine.mjs';
import { pytorch } from '../peers.mjs';
import { comparedWith, median, row, spread } from '../rows.mjs';
import { inTurns, ours } from '../sessions.mjs';

/** Seconds for a step of 124M, batch 1, in float32; the others are estimated from it. */
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
      for (const python of peers) rows.push(...(await comparedWithPeer(context, one, groups, limits, python)));
      return rows;
    },
  };
}

async function comparedWithPeer({ threads }, one, groups, limits, python) {
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
  const [{ flop, predictedBytes }, their] = result.hellos;
  const figures = (of, from = (answer) => answer.seconds) => result.rounds.map((round) => from(round[of]));
  const seconds = figures(0);
  const time = row('step', describe(one), 's', spread(seconds), {
    limit: `${(operations / 1e9).toFixed(0)} GFLOP/s`,
    share: flop / median(seconds) / operations,
    ...(python && comparedWith(their.peer, seconds, figures(1))),
  });
  if (!groups.includes('memory')) return [time];
  // Peak memory never falls, so the last answer has the peak.
  const peak = (of) => [result.rounds.at(-1)[of].peakBytes / 1e9];
  const memory = row('memory', describe(one), 'GB', spread(peak(0)), {
    limit: `${(predictedBytes / 1e9).toFixed(2)} GB predicted`,
    share: peak(0)[0] / (predictedBytes / 1e9),
    ...(python && comparedWith(their.peer, peak(0), peak(1))),
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
