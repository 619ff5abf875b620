import { shown } from '../../../fault.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { type AddedToken, END_OF_TEXT } from './vocabulary.ts';

/** Far more than any has; matching takes time proportional to it. */
const LONGEST_ADDED_TOKEN = 512;

/** An entry of `added_tokens` or `added_tokens_decoder`, or a line of added_tokens.json. Throws VocabularyFault. */
export function addedToken(
  content: unknown,
  id: unknown,
  flags: Readonly<Record<string, unknown>>,
  from: string,
): AddedToken {
  if (typeof content !== 'string' || content === '' || content.length > LONGEST_ADDED_TOKEN) {
    throw new VocabularyFault(
      `${from} adds the token ${shown(content)}, expected text of 1 to ${LONGEST_ADDED_TOKEN} characters.`,
    );
  }
  if (!Number.isSafeInteger(id) || (id as number) < 0) {
    throw new VocabularyFault(
      `${from} gives the added token "${content}" the id ${shown(id)}, expected a whole number.`,
    );
  }
  const special = flags.special === true;
  const is = (name: string) => flags[name] === true;
  const normalized = typeof flags.normalized === 'boolean' ? flags.normalized : !special;
  return {
    id: id as number,
    content,
    special,
    lstrip: is('lstrip'),
    rstrip: is('rstrip'),
    single_word: is('single_word'),
    normalized,
  };
}

/** A piece of a text: an added token's id, or text between two of them. */
export type TextPart = number | string;

interface TrieNode {
  readonly next: Map<string, TrieNode>;
  token: AddedToken | null;
}

/**
 * Finds added tokens in text as Hugging Face's tokenizers does: first those that are not normalized, then the
 * others in the rest; of each the leftmost, and there the longest. The end mark is never found: it is ordinary text.
 */
export class AddedTokens {
  readonly #tries: readonly TrieNode[];

  constructor(tokens: readonly AddedToken[]) {
    const wanted = tokens.filter(({ content }) => content !== END_OF_TEXT);
    const groups = [wanted.filter(({ normalized }) => !normalized), wanted.filter(({ normalized }) => normalized)];
    this.#tries = groups.filter((group) => group.length > 0).map(trieOf);
  }

  get isEmpty(): boolean {
    return this.#tries.length === 0;
  }

  divide(text: string): TextPart[] {
    return this.#tries.reduce<TextPart[]>(
      (parts, trie) => parts.flatMap((part) => (typeof part === 'string' ? divided(part, trie) : part)),
      [text],
    );
  }
}

function trieOf(tokens: readonly AddedToken[]): TrieNode {
  const root: TrieNode = { next: new Map(), token: null };
  for (const token of tokens) {
    let node = root;
    for (const unit of token.content.split('')) {
      const next = node.next.get(unit) ?? { next: new Map(), token: null };
      node.next.set(unit, next);
      node = next;
    }
    node.token = token;
  }
  return root;
}

function divided(text: string, trie: TrieNode): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (let at = 0; at < text.length; ) {
    const found = longestAt(text, at, trie);
    if (found === null) {
      at++;
      continue;
    }
    let [start, end] = [at, at + found.content.length];
    at = end;
    if (found.single_word && !standsAlone(text, start, end)) continue;
    if (found.lstrip) while (start > done && WHITE_SPACE.test(text[start - 1])) start--;
    if (found.rstrip) while (end < text.length && WHITE_SPACE.test(text[end])) end++;
    if (start > done) parts.push(text.slice(done, start));
    parts.push(found.id);
    done = at = end;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

function longestAt(text: string, start: number, trie: TrieNode): AddedToken | null {
  let longest: AddedToken | null = null;
  let node: TrieNode | undefined = trie;
  for (let at = start; at < text.length; at++) {
    node = node.next.get(text[at]);
    if (node === undefined) break;
    longest = node.token ?? longest;
  }
  return longest;
}

const WHITE_SPACE = /\p{White_Space}/u;
/** What Rust's regular expressions call \w. */
const WORD_BEFORE = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;
const WORD_AFTER = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

function standsAlone(text: string, start: number, end: number): boolean {
  const isWordBefore = WORD_BEFORE.test(text.slice(Math.max(0, start - 2), start));
  return !isWordBefore && !WORD_AFTER.test(text.slice(end, end + 2));
}
