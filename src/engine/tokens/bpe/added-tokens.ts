import { shown } from '../../../fault.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { END_OF_TEXT } from './marks.ts';
import { classOfUnit, NEWLINE, SPACE } from './unicode-classes.ts';
import type { AddedToken } from './vocabulary.ts';

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
  readonly next: Map<number, TrieNode>;
  token: AddedToken | null;
}

interface Trie {
  readonly root: TrieNode;
  /** (65536): whether a token begins with this UTF-16 unit. */
  readonly begins: Uint8Array;
}

/**
 * Finds added tokens in text as Hugging Face's tokenizers does with `encode_special_tokens`: first those that are not
 * normalized, then the others in the rest, once that is normalized; of each the leftmost, and there the longest. Marks
 * stay ordinary text, and so does all of their text.
 */
export class AddedTokens {
  readonly #tries: readonly [Trie | null, Trie | null];
  readonly #normalize: (text: string) => string;

  constructor(tokens: readonly AddedToken[], normalize: (text: string) => string) {
    this.#normalize = normalize;
    this.#tries = [
      trieOf(tokens.filter(({ normalized }) => !normalized)),
      trieOf(
        tokens.filter(({ normalized }) => normalized).map((token) => ({ ...token, content: normalize(token.content) })),
      ),
    ];
  }

  /** The parts of a text, normalized. */
  divide(text: string): TextPart[] {
    const [first, second] = this.#tries;
    const parts = first === null ? [text] : divided(text, first);
    return parts.flatMap((part) => {
      if (typeof part === 'number') return part;
      const normal = this.#normalize(part);
      return second === null ? normal : divided(normal, second);
    });
  }
}

/** Null if there is no token to find. */
function trieOf(tokens: readonly AddedToken[]): Trie | null {
  if (tokens.every(isMark)) return null;
  const root: TrieNode = { next: new Map(), token: null };
  const begins = new Uint8Array(0x10000);
  for (const token of tokens) {
    let node = root;
    begins[token.content.charCodeAt(0)] = 1;
    for (let at = 0; at < token.content.length; at++) {
      const unit = token.content.charCodeAt(at);
      const next = node.next.get(unit) ?? { next: new Map(), token: null };
      node.next.set(unit, next);
      node = next;
    }
    node.token = token;
  }
  return { root, begins };
}

function isMark({ special, content }: AddedToken): boolean {
  return special || content === END_OF_TEXT;
}

function divided(text: string, { root, begins }: Trie): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (let at = 0; at < text.length; ) {
    const found = begins[text.charCodeAt(at)] === 0 ? null : longestAt(text, at, root);
    if (found === null) {
      at++;
      continue;
    }
    let [start, end] = [at, at + found.content.length];
    at = end;
    if (isMark(found) || (found.single_word && !standsAlone(text, start, end))) continue;
    if (found.lstrip) while (start > done && isWhiteSpace(text, start - 1)) start--;
    if (found.rstrip) while (end < text.length && isWhiteSpace(text, end)) end++;
    if (start > done) parts.push(text.slice(done, start));
    parts.push(found.id);
    done = at = end;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

function longestAt(text: string, start: number, root: TrieNode): AddedToken | null {
  let longest: AddedToken | null = null;
  let node: TrieNode | undefined = root;
  for (let at = start; at < text.length; at++) {
    node = node.next.get(text.charCodeAt(at));
    if (node === undefined) break;
    longest = node.token ?? longest;
  }
  return longest;
}

function isWhiteSpace(text: string, at: number): boolean {
  const of = classOfUnit[text.charCodeAt(at)];
  return of === SPACE || of === NEWLINE;
}

/** What Rust's regular expressions call \w. */
const WORD_BEFORE = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;
const WORD_AFTER = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

function standsAlone(text: string, start: number, end: number): boolean {
  const isWordBefore = WORD_BEFORE.test(text.slice(Math.max(0, start - 2), start));
  return !isWordBefore && !WORD_AFTER.test(text.slice(end, end + 2));
}
