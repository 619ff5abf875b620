/** The marks that files name, as texts. */
export interface NamedMarks {
  /** The mark that the files put in front of every text; null if they put none. */
  readonly begin: string | null;
  /** Marks at which a model ends, the most important one first. */
  readonly ends: readonly string[];
}

export const NO_MARKS: NamedMarks = { begin: null, ends: [] };

/** GPT-2's end mark: the token that follows each document. */
export const END_OF_TEXT = '<|endoftext|>';

/** The marks that end a text in the families of models, for files that name none, or only the end of a turn. */
const ENDS_OF_TEXT: readonly string[] = [END_OF_TEXT, '<|end_of_text|>', '</s>'];

/** The marks that end a turn of a conversation, and not a text. */
const ENDS_OF_TURN: ReadonlySet<string> = new Set([
  '<|im_end|>',
  '<|eot_id|>',
  '<|eom_id|>',
  '<|eot|>',
  '<|end_of_turn|>',
  '<end_of_turn>',
  '<|end|>',
]);

/** The marks of a vocabulary, as ids. */
export interface Marks {
  /** What a text begins after: the mark that the files put in front, else the end mark. */
  readonly beginMark: number | null;
  /** Whether the files put the begin mark in front of every text. */
  readonly addsBeginMark: boolean;
  /** What follows a document. */
  readonly endMark: number | null;
  /** What ends a text: the end mark and all others that the files name. */
  readonly stopTokens: readonly number[];
}

/**
 * The marks of a vocabulary. The end mark is the first named one that ends a text; if only ends of turns are named, the
 * end of a text that the vocabulary has. `idOf`: null for a token that the vocabulary does not have.
 */
export function marksOf({ begin, ends }: NamedMarks, idOf: (token: string) => number | null): Marks {
  const known = ends.filter((end) => idOf(end) !== null);
  const end =
    known.find((mark) => !ENDS_OF_TURN.has(mark)) ?? ENDS_OF_TEXT.find((mark) => idOf(mark) !== null) ?? known.at(0);
  const endMark = end === undefined ? null : idOf(end);
  const begins = begin === null ? null : idOf(begin);
  const stops = [endMark, ...known.map(idOf)].filter((id) => id !== null);
  return {
    beginMark: begins ?? endMark,
    addsBeginMark: begins !== null,
    endMark,
    stopTokens: [...new Set(stops)],
  };
}
