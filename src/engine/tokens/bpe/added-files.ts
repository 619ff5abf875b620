import { type ModelFiles, readText } from '../../model-files.ts';
import { VocabularyFault } from '../tokenizer.ts';
import { addedToken } from './added-tokens.ts';
import { END_OF_TEXT, type NamedMarks, NO_MARKS } from './marks.ts';
import { addedTokensOf } from './tokenizer-json.ts';
import type { AddedToken } from './vocabulary.ts';

/** The files in which Hugging Face's software keeps added tokens, next to a vocabulary of two files. */
export const ADDED_FILES = ['added_tokens.json', 'tokenizer_config.json', 'special_tokens_map.json'] as const;

type Values = Readonly<Record<string, unknown>>;

/**
 * The tokens that a model's files add to a vocabulary: `inJson`, those of its tokenizer.json; of `added_tokens_decoder` in
 * tokenizer_config.json and of added_tokens.json, and the marks that these files name. Each once; the first file decides
 * how it is matched. `encoder`: the text of vocab.json. Throws VocabularyFault, also if two files contradict each other.
 */
export async function addedTokensIn(
  files: ModelFiles,
  encoder: string,
  inJson: readonly AddedToken[],
): Promise<AddedToken[]> {
  const [added, config, map] = await Promise.all(ADDED_FILES.map((name) => valuesIn(files, name)));
  const at = (name: string) => files.pathOf(name);
  const tokens = new Map<string, AddedToken>();
  const add = (token: AddedToken, from: string) => {
    const known = tokens.get(token.content);
    if (known !== undefined && known.id !== token.id) {
      throw new VocabularyFault(
        `${from} gives the added token "${token.content}" the id ${token.id}, and another file gives it ${known.id}.`,
      );
    }
    if (known === undefined) tokens.set(token.content, token);
  };
  for (const token of inJson) add(token, at('tokenizer.json'));
  const from = at('tokenizer_config.json');
  for (const [id, entry] of Object.entries(valuesOr(config.added_tokens_decoder))) {
    const flags = valuesOr(entry);
    add(addedToken(flags.content, Number(id), flags, from), from);
  }
  for (const [content, id] of Object.entries(added)) {
    add(addedToken(content, id, { special: true }, at('added_tokens.json')), at('added_tokens.json'));
  }
  const marks = [...markEntriesOf(map), ...markEntriesOf(config)].filter(
    ({ content }) => typeof content === 'string' && !tokens.has(content),
  );
  const vocab = marks.length === 0 ? {} : valuesOr(parsed(encoder));
  for (const mark of marks) {
    const content = mark.content as string;
    if (tokens.has(content) || !Object.hasOwn(vocab, content)) continue;
    add(
      addedToken(content, vocab[content], { ...mark, special: true }, at('special_tokens_map.json')),
      files.description,
    );
  }
  return [...tokens.values()].sort((a, b) => a.id - b.id);
}

/**
 * The marks that a model's files name, with what its tokenizer.json says. An end mark alone that has GPT-2's name need not
 * be named. Throws VocabularyFault.
 */
export async function marksIn(files: ModelFiles, { begin } = NO_MARKS): Promise<NamedMarks> {
  const config = await valuesIn(files, 'tokenizer_config.json');
  const map = await valuesIn(files, 'special_tokens_map.json');
  const others = Array.isArray(config.stop_tokens) ? config.stop_tokens : [];
  const ends = [config.eos_token, ...others, map.eos_token].flatMap((value) => contentOf(value) ?? []);
  return {
    begin: begin ?? (config.add_bos_token === true ? contentOf(config.bos_token) : null),
    ends: ends.every((end) => end === END_OF_TEXT) ? [] : [...new Set(ends)],
  };
}

/** The added tokens of a model's tokenizer.json; none without one. Throws VocabularyFault. */
export async function addedTokensInJson(files: ModelFiles): Promise<AddedToken[]> {
  const { added_tokens } = await valuesIn(files, 'tokenizer.json');
  return addedTokensOf(added_tokens, files.pathOf('tokenizer.json'));
}

/** The class that Hugging Face's software uses for a model's tokenizer; null if no file says. Throws VocabularyFault. */
export async function tokenizerClassIn(files: ModelFiles): Promise<string | null> {
  const { tokenizer_class } = await valuesIn(files, 'tokenizer_config.json');
  return typeof tokenizer_class === 'string' ? tokenizer_class : null;
}

/** The text of a mark: itself, or in an entry with flags. */
function contentOf(value: unknown): string | null {
  const content = typeof value === 'string' ? value : valuesOr(value).content;
  return typeof content === 'string' ? content : null;
}

/** The marks in `pad_token` and the like, and in `additional_special_tokens`: text, or an entry with flags. */
function markEntriesOf(values: Values): Values[] {
  return Object.entries(values)
    .filter(([key]) => /^(bos|eos|unk|sep|pad|cls|mask)_token$|^additional_special_tokens$/.test(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .map((value) => (typeof value === 'string' ? { content: value } : valuesOr(value)));
}

/** The JSON object in a file; an empty one if there is no such file. Throws VocabularyFault. */
async function valuesIn(files: ModelFiles, name: string): Promise<Values> {
  const text = await readText(files, name);
  if (text === null) return {};
  const value = parsed(text.replace(/^\uFEFF/, ''));
  if (value === undefined)
    throw new VocabularyFault(`${files.pathOf(name)} is not valid JSON; copy or download it again.`);
  return valuesOr(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valuesOr(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
}
