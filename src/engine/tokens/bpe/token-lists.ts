import type { ListedToken, TokenLists } from '../tokenizer.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { addedToken } from './added-tokens.ts';
import { mergeLines } from './tokenizer-json.ts';
import { END_OF_TEXT, type VocabularyFiles } from './vocabulary.ts';

/** What ggml calls this kind of tokenizer, and GPT-2's way to split text into words. */
export const GGML_MODEL = 'gpt2';
const GGML_WORDS = 'gpt-2';
/** Of the names for ways to split text, those that mean GPT-2's; older files have none or `default`. */
const KNOWN_WORDS: readonly (string | null)[] = [GGML_WORDS, 'default', null];

/** A vocabulary as lists. */
export function listsOf(
  { encoder, merges, added = [] }: VocabularyFiles,
  vocabularySize: number,
  endMark: number | null,
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
    words: GGML_WORDS,
    tokens,
    merges: mergeLines(merges),
    beginMark: endMark,
    endMark,
  };
}

/** The two files that hold what the lists say. `names`: what to call the lists in an error. Throws VocabularyFault. */
export function filesOfLists(
  { words, tokens, merges }: Pick<TokenLists, 'words' | 'tokens' | 'merges'>,
  names: { readonly source: string; readonly tokens: string; readonly merges: string },
): VocabularyFiles {
  if (!KNOWN_WORDS.includes(words)) {
    throw new VocabularyFault(`${names.source} splits text like "${words}", which is not supported; supported: gpt-2.`);
  }
  const texts = tokens.flatMap((token) => (token === null ? [] : [token.text]));
  if (new Set(texts).size !== texts.length) throw new VocabularyFault(`${names.tokens} holds a token twice.`);
  const isAdded = (token: ListedToken) => token.kind !== 'normal' && token.text !== END_OF_TEXT;
  const added = tokens.flatMap((token, id) =>
    token !== null && isAdded(token)
      ? [addedToken(token.text, id, { special: token.kind === 'control' }, names.source)]
      : [],
  );
  const inEncoder = tokens.flatMap((token, id) =>
    token === null || isAdded(token) ? [] : [[token.text, id] as const],
  );
  return {
    encoder: JSON.stringify(Object.fromEntries(inEncoder)),
    added,
    merges: `#version: 0.2\n${merges.map((merge) => `${merge}\n`).join('')}`,
    encoderName: names.tokens,
    mergesName: names.merges,
  };
}
