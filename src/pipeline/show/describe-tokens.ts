import { readNpz } from '../../engine/tokens/npz.ts';
import type { TokenArray } from '../../engine/tokens/token-buffer.ts';
import { documentsOf, type TokenSet, tokenSet } from '../../engine/tokens/token-set.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import type { Project } from '../../project/project.ts';
import { NoTokensFault } from '../corpus/read-tokens.ts';
import { listModels } from '../models/list-models.ts';
import { describeModel } from '../models/load-model.ts';
import { tokensDigest } from '../train/provenance.ts';
import type { TokensShown, VocabularyGuess } from './shown.ts';

/** Any vocabulary that a model can have is smaller. */
const ANY_VOCABULARY = 2 ** 31 - 1;

/** Tokens whose text is shown. */
const FIRST_TOKENS = 60;

interface Candidate {
  readonly guess: VocabularyGuess;
  readonly tokenizer: Tokenizer;
}

/**
 * Describes a token file. Nothing in it says which vocabulary its tokens belong to, so those of the models on this machine are
 * tried. Throws NoTokensFault for a file without tokens, and the faults of `readNpz`.
 */
export async function describeTokens(project: Project, path: string): Promise<TokensShown> {
  const tokens = await tokensIn(project, path);
  const lengths = tokens.chunks.map(({ length }) => length);
  const largestToken = tokens.chunks.reduce((largest, chunk) => Math.max(largest, largestOf(chunk)), 0);
  const candidates = await candidatesFor(project, tokens, largestToken);
  const [likeliest = null] = candidates;
  return {
    type: 'tokens-shown',
    path,
    bytes: (await project.files.stat(path)).bytes,
    chunks: {
      count: lengths.length,
      shortest: lengths.reduce((a, b) => Math.min(a, b)),
      longest: lengths.reduce((a, b) => Math.max(a, b)),
    },
    tokens: tokens.total,
    digest: tokensDigest(tokens),
    largestToken,
    vocabularies: candidates.map(({ guess }) => guess),
    beginning: likeliest === null ? null : beginningOf(tokens, likeliest.tokenizer),
  };
}

async function tokensIn({ files, signal }: Project, path: string): Promise<TokenSet> {
  const chunks: TokenArray[] = [];
  const source = await files.open(path);
  try {
    for await (const chunk of readNpz(source, ANY_VOCABULARY)) {
      signal?.throwIfAborted();
      chunks.push(chunk);
    }
  } finally {
    await source.close();
  }
  const tokens = tokenSet(chunks);
  if (tokens.total === 0) throw new NoTokensFault(`There are no tokens in ${path}.`);
  return tokens;
}

/** Every different vocabulary of a model on this machine that has all tokens, those whose end mark occurs first. */
async function candidatesFor(project: Project, tokens: TokenSet, largestToken: number): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for await (const model of listModels(project)) {
    if (model.type !== 'model' || model.problem !== null) continue;
    const tokenizer = await tokenizerOf(project, model.path);
    if (tokenizer === null || largestToken >= tokenizer.vocabularySize) continue;
    if (candidates.some((other) => isSame(other.tokenizer, tokenizer))) continue;
    const { endMark, vocabularySize } = tokenizer;
    const endMarks = endMark === null ? 0 : countOf(tokens, endMark);
    const documents = documentsOf(tokens, endMark).length;
    candidates.push({ guess: { model: model.name, tokens: vocabularySize, endMarks, documents }, tokenizer });
  }
  // Of those that are equally likely, the smallest: a file that uses few of a vocabulary's tokens is rarer.
  return candidates.sort(
    (a, b) => Number(b.guess.endMarks > 0) - Number(a.guess.endMarks > 0) || a.guess.tokens - b.guess.tokens,
  );
}

async function tokenizerOf(project: Project, path: string): Promise<Tokenizer | null> {
  try {
    return (await describeModel(project, path)).tokenizer;
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return null;
  }
}

function isSame(a: Tokenizer, b: Tokenizer): boolean {
  return a.vocabularySize === b.vocabularySize && JSON.stringify(a.files()) === JSON.stringify(b.files());
}

function countOf({ chunks }: TokenSet, token: number): number {
  let count = 0;
  for (const chunk of chunks) {
    for (let at = chunk.indexOf(token); at !== -1; at = chunk.indexOf(token, at + 1)) count++;
  }
  return count;
}

function largestOf(chunk: TokenArray): number {
  let largest = 0;
  for (const token of chunk) if (token > largest) largest = token;
  return largest;
}

function beginningOf({ chunks }: TokenSet, tokenizer: Tokenizer): string {
  const first = chunks.find(({ length }) => length > 0)!;
  return tokenizer.decode(first.subarray(0, FIRST_TOKENS));
}
