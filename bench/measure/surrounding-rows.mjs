// Rows about everything around the model: the tokenizer, loading, and what a long training must not do.
import { tiktoken } from '../peers.mjs';
import { comparedWith, row, spread } from '../rows.mjs';
import { collect, inTurns, ours } from '../sessions.mjs';

/** While it computes, timers, signals and other work must be handled within this time. */
const LONGEST_STALL_MS = 50;

export function surroundingMeasurements(context) {
  const { machine, threads, limits } = context;
  const precision = machine.bfloat16 ? 'bfloat16' : 'float32';
  return [
    { groups: ['tokenizer'], what: 'encoding', seconds: 10, measure: () => encoding(context) },
    {
      groups: ['loading'],
      what: 'loading',
      seconds: 20,
      async measure() {
        const lines = await collect(ours('loading.mjs', { json: true, threads, rounds: limits.pairs }));
        return lines.map(({ what, seconds }) => row('loading', what, 's', spread(seconds)));
      },
    },
    ...['float32', ...(machine.bfloat16 ? ['bfloat16'] : [])].map((one) => ({
      groups: ['steadiness'],
      what: `event loop, ${one}`,
      seconds: 25,
      measure: () => steadiness({ stall: true, precision: one, threads }, `, ${one}`, LONGEST_STALL_MS),
    })),
    {
      groups: ['steadiness'],
      what: 'growth',
      seconds: 60,
      measure: () => steadiness({ growth: true, precision, threads }, '', null),
    },
  ];
}

async function encoding({ tiktokenPython, text, limits }) {
  const first = ours('tokenizer.mjs', { serve: true, text });
  const second = tiktokenPython && (await tiktoken(tiktokenPython, text));
  const { hellos, rounds } = await inTurns(first, second, limits);
  const megabytes = hellos[0].bytes / 1e6;
  const rates = (of) => rounds.map((round) => megabytes / round[of].seconds);
  const counts = new Set(rounds.flat().map(({ tokens }) => tokens));
  if (counts.size > 1) throw new Error(`The tokenizers disagree: ${[...counts].join(' and ')} tokens.`);
  return [
    row('tokenizer', `encoding ${megabytes.toFixed(2)} MB, no cached words`, 'MB/s', spread(rates(0)), {
      ...(second && comparedWith(hellos[1].peer, rates(0), rates(1), 'higher')),
    }),
  ];
}

async function steadiness(options, ending, limitMs) {
  const lines = await collect(ours('steadiness.mjs', { json: true, ...options }));
  return lines.map(({ what, unit, figure }) =>
    row('steadiness', `${what}${ending}`, unit, spread([figure]), {
      ...(limitMs !== null && { limit: `${limitMs} ms allowed`, share: figure / limitMs }),
    }),
  );
}
