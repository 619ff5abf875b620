import type { ListedToken, TokenLists } from '../tokenizer.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { addedToken } from './added-tokens.ts';
import { END_OF_TEXT, type Marks } from './marks.ts';
import { GPT2_RULES, ggmlNameOf, isGpt2, type NamedRules, namedRules } from './text-rules.ts';
import { mergeLines } from './tokenizer-json.ts';
import type { VocabularyFiles } from './vocabulary.ts';

/** What ggml calls this kind of tokenizer. */
export const GGML_MODEL = 'gpt2';
/** Older files have no name for the way to split text, or this one. */
const UNNAMED: readonly (string | null)[] = ['default', null];

/** A vocabulary as lists. */
export function listsOf(
  { encoder, merges, added = [], rules = GPT2_RULES }: VocabularyFiles,
  vocabularySize: number,
  marks: Marks,
): TokenLists {
  const tokens = new Array<ListedToken | null>(vocabularySize).fill(null);
  for (const [text, id] of Object.entries<number>(JSON.parse(encoder))) {
    tokens[id] = { text, kind: text === END_OF_TEXT ? 'control' : 'normal' };
  }
  for (const { id, content, special } of added) {
    tokens[id] = { text: content, kind: special ? 'control' : 'added' };
  }
  return {
    model: GGML_MODEL,
    words: ggmlNameOf(rules),
    tokens,
    merges: mergeLines(merges),
    scores: null,
    addsSpace: null,
    ...marks,
  };
}

/** The two files that hold what the lists say. `names`: what to call the lists in an error. Throws VocabularyFault. */
export function filesOfLists(
  lists: Omit<TokenLists, 'model'>,
  names: { readonly source: string; readonly tokens: string; readonly merges: string },
): VocabularyFiles {
  const { tokens, merges } = lists;
  if (merges === null)
    throw new VocabularyFault(`${names.source} has a tokenizer of kind "${GGML_MODEL}" without merges.`);
  const { rules, addsBeginMark } = rulesNamed(lists.words, names.source);
  const texts = tokens.flatMap((token) => (token === null ? [] : [token.text]));
  if (new Set(texts).size !== texts.length) throw new VocabularyFault(`${names.tokens} holds a token twice.`);
  const begins = (lists.addsBeginMark ?? addsBeginMark) && lists.beginMark !== null;
  const ends = [lists.endMark, ...lists.stopTokens].filter((id) => id !== null && tokens[id] != null) as number[];
  const marks = new Set([...(begins ? [lists.beginMark] : []), ...ends]);
  // GPT-2's own end mark is in encoder.json.
  const isAdded = (token: ListedToken, id: number) =>
    (token.kind === 'control' || token.kind === 'added' || marks.has(id)) &&
    !(isGpt2(rules) && token.text === END_OF_TEXT);
  const added = tokens.flatMap((token, id) => {
    if (token === null || !isAdded(token, id)) return [];
    const flags = { special: token.kind === 'control' || marks.has(id), normalized: false };
    return [addedToken(token.text, id, flags, names.source)];
  });
  const inEncoder = tokens.flatMap((token, id) =>
    token === null || isAdded(token, id) ? [] : [[token.text, id] as const],
  );
  return {
    encoder: JSON.stringify(Object.fromEntries(inEncoder)),
    added,
    merges: `#version: 0.2\n${merges.map((merge) => `${merge}\n`).join('')}`,
    encoderName: names.tokens,
    mergesName: names.merges,
    rules,
    marks: {
      begin: begins ? (tokens[lists.beginMark!]?.text ?? null) : null,
      ends: [...new Set(ends.map((id) => tokens[id]!.text))],
    },
  };
}

function rulesNamed(words: string | null, source: string): NamedRules {
  if (UNNAMED.includes(words)) return { rules: GPT2_RULES, addsBeginMark: false };
  const named = namedRules.get(words!);
  if (named !== undefined) return named;
  throw new VocabularyFault(
    `${source} splits text like "${words}", which is not supported; supported: ${[...namedRules.keys()].join(', ')}.`,
  );
}
