import { diffWordsWithSpace } from 'diff';

/** A part of a text; `isShared`: the other text has it too, in the same order. */
export interface TextPart {
  readonly text: string;
  readonly isShared: boolean;
}

/** Shared words between differences, if they are fewer, are there by chance: 'the' is in every text. */
const FEWEST_SHARED_WORDS = 3;

/** Two texts, each in parts that the other one has or has not. How both begin is shared, however short. */
export function comparedTexts(left: string, right: string): readonly [left: TextPart[], right: TextPart[]] {
  const parts = diffWordsWithSpace(left, right);
  const side = (leftOut: 'added' | 'removed') => {
    const own = parts.flatMap(({ value, added, removed }, i) => {
      const isShared = !(added || removed) && (i === 0 || wordsIn(value) >= FEWEST_SHARED_WORDS);
      return (leftOut === 'added' ? added : removed) ? [] : [{ text: value, isShared }];
    });
    return joined(own);
  };
  return [side('added'), side('removed')];
}

/** Neighbours of the same kind as one part. */
function joined(parts: readonly TextPart[]): TextPart[] {
  const result: TextPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.isShared === part.isShared) result[result.length - 1] = { ...part, text: last.text + part.text };
    else result.push(part);
  }
  return result;
}

function wordsIn(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}
