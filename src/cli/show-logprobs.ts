import type { LikelyToken, TextToken } from '../engine/generation/token-probabilities.ts';
import { firstColumns } from './columns.ts';
import { type Paint, plain } from './help/paint.ts';
import type { Screen } from './screen.ts';
import { table } from './table.ts';

/** Below the first a token is yellow, below the second red: few tokens of a good text, the surprising ones. */
const [UNSURE, UNLIKELY] = [0.1, 0.01];

/** Says what the colours of a text mean, if it has any. */
export function noteShades({ paint, note }: Screen): void {
  if (paint !== plain) note('Words with a probability below 10 % are yellow, below 1 % red.');
}

/** Colours a text that comes in pieces by the probability of each token; characters that the model did not write stay plain. */
export class ShadedText {
  readonly #paint: Paint;
  /** Characters so far. */
  #length = 0;
  /** Of the last token, which may continue in the next piece. */
  #shade: (text: string) => string = (text) => text;

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** `tokens`: those that begin in this piece. */
  add(piece: string, tokens: readonly TextToken[]): string {
    let shaded = '';
    let shown = 0;
    const shadeUntil = (end: number) => {
      if (end > shown) shaded += this.#shade(piece.slice(shown, end));
      shown = end;
    };
    for (const { start, probability } of characters(tokens)) {
      shadeUntil(start - this.#length);
      this.#shade = shadeOf(probability, this.#paint);
    }
    shadeUntil(piece.length);
    this.#length += piece.length;
    return shaded;
  }
}

/** The tokens, with those that make one character together as one: its probability is the product of theirs. */
function characters(tokens: readonly TextToken[]): { readonly start: number; readonly probability: number }[] {
  const found: { start: number; probability: number }[] = [];
  for (const { start, logprob } of tokens) {
    const probability = Math.exp(logprob ?? 0);
    const last = found.at(-1);
    if (last?.start === start) last.probability *= probability;
    else found.push({ start, probability });
  }
  return found;
}

function shadeOf(probability: number, { yellow, red }: Paint): (text: string) => string {
  if (probability >= UNSURE) return (text) => text;
  return probability >= UNLIKELY ? yellow : red;
}

/**
 * A line for each token, with its probability and with what could have stood there instead; null if colours say as much. On
 * a terminal, lines are cut to its width.
 */
export function tokenTable(tokens: readonly TextToken[], { paint, columns, watched }: Screen): string | null {
  const hasOthers = tokens.some(({ top }) => top.length > 0);
  if (tokens.length === 0 || (!hasOthers && paint !== plain)) return null;
  const rows = tokens.map((token) => {
    const others = token.top.filter((other) => other.token !== token.token);
    const named = others.map((other) => `${tokenName(other)} ${percent(other.logprob)}`);
    return [percent(token.logprob ?? 0).padStart(PERCENT_COLUMNS), tokenName(token), named.join('  ')];
  });
  const head = ['p'.padStart(PERCENT_COLUMNS), 'token', ...(hasOthers ? ['instead'] : [])];
  const lines = table([head, ...rows]).split('\n');
  const [first, ...rest] = watched ? lines.map((line) => firstColumns(line, columns)) : lines;
  return [paint.bold(first), ...rest].join('\n');
}

const PERCENT_COLUMNS = '< 0.1 %'.length;

function percent(logprob: number): string {
  const value = 100 * Math.exp(logprob);
  if (value < 0.1) return '< 0.1 %';
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** Quoted, so that spaces and line breaks are seen; the bytes of a part of a character. */
function tokenName({ text, bytes }: Pick<LikelyToken, 'text' | 'bytes'>): string {
  if (bytes === null) return JSON.stringify(text);
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
