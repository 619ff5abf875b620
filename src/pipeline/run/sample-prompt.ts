import { documentsOf, type TokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';

/** Enough for any title. */
const MOST_TOKENS = 100;

/**
 * How a sample begins that shows most: with the title of a post that the model never reads, as the model sees titles, so that
 * one can compare what it makes of it from sample to sample. Null if no held-out post begins with a title.
 */
export function titleToContinue(
  heldOut: TokenSet | null,
  tokenizer: Pick<Tokenizer, 'endMark' | 'decode'>,
): string | null {
  if (heldOut === null) return null;
  for (const { chunk, start, end } of documentsOf(heldOut, tokenizer.endMark)) {
    const prompt = openingOf(tokenizer.decode([...chunk.subarray(start, Math.min(end, start + MOST_TOKENS))]));
    if (prompt !== null) return prompt;
  }
  return null;
}

/** A document up to the end of its title: of front matter, or a line of its own. */
function openingOf(text: string): string | null {
  if (!text.startsWith('---\n')) return /^.+\n\n/.exec(text)?.[0] ?? null;
  const title = /^---\n(title: .+\n)/.exec(text);
  return title === null ? null : `---\n${title[1]}---\n\n`;
}
