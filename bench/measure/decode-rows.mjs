// Rows of decoding: milliseconds per token for one text, tokens per second for eight, compared with llama.cpp if installed.
import { withLimits } from '../machine.mjs';
import { llamaCpp } from '../peers.mjs';
import { comparedWith, median, row, spread } from '../rows.mjs';
import { inTurns, ours } from '../sessions.mjs';

const SIZE = '124M';

/** llama.cpp's name for the same rounding of the weights, or for the closest one. */
const THEIRS = { bfloat16: ['float16', 'bfloat16'], int8: ['q8_0'] };

export function decodeMeasurements(context) {
  return ['bfloat16', 'int8'].flatMap((weights) =>
    [1, 8].flatMap((texts) =>
      [64, 512].map((prompt) => ({
        groups: ['decode'],
        what: `${weights}, ${texts === 1 ? 'one text' : `${texts} texts`} after ${prompt} tokens`,
        seconds: context.llama === null ? 10 : 25 * THEIRS[weights].length,
        async measure() {
          const rows = [];
          const peers = context.llama === null ? [null] : THEIRS[weights];
          for (const peer of peers) rows.push(await rowOf(context, this.what, { weights, texts, prompt }, peer));
          return rows;
        },
      })),
    ),
  );
}

async function rowOf({ threads, llama, limits, tokens }, what, { weights, texts, prompt }, peerWeights) {
  const asked = { texts, context: prompt, tokens, threads };
  const first = ours('decode.mjs', { serve: true, size: SIZE, weights, ...asked });
  const second = peerWeights && (await llamaCpp(llama, SIZE, peerWeights, asked));
  const { result, bytes } = await withLimits({ threads }, () => inTurns(first, second, limits));
  const [{ bytesPerStep }, their] = result.hellos;
  const seconds = result.rounds.map(([answer]) => answer.seconds);
  const isRate = texts > 1;
  const figures = (of) => result.rounds.map((round) => (isRate ? texts / round[of].seconds : 1000 * round[of].seconds));
  const busy = peerWeights && median(result.rounds.map((round) => round[1].coresBusy));
  return row('decode', what, isRate ? 'tokens/s' : 'ms per token', spread(figures(0)), {
    limit: `${(bytes / 1e9).toFixed(1)} GB/s`,
    share: bytesPerStep / median(seconds) / bytes,
    ...(peerWeights &&
      comparedWith(`${their.peer} ${peerWeights}`, figures(0), figures(1), isRate ? 'higher' : 'lower')),
    note: peerWeights && `llama.cpp kept ${busy.toFixed(1)} cores busy`,
  });
}
