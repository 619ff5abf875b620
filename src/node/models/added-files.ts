import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addedToken } from '../../engine/tokens/bpe/added-tokens.ts';
import { addedTokensOf } from '../../engine/tokens/bpe/tokenizer-json.ts';
import { type AddedToken, VocabularyFault } from '../../engine/tokens/bpe/vocabulary.ts';
import { nullIfMissing } from '../files/null-if-missing.ts';

/** The files in which Hugging Face's software keeps tokens of its own beside a vocabulary of two files. */
export const ADDED_FILES = ['added_tokens.json', 'tokenizer_config.json', 'special_tokens_map.json'] as const;

type Values = Readonly<Record<string, unknown>>;

/**
 * The tokens that the files of a folder add to `encoder`, the text of vocab.json: those of tokenizer.json, of
 * `added_tokens_decoder` in tokenizer_config.json, of added_tokens.json, and the marks of the vocabulary that are named as such,
 * each once; what comes first says how it is looked for. Throws VocabularyFault, also where two files contradict each other.
 */
export async function addedTokensIn(folder: string, encoder: string): Promise<AddedToken[]> {
  const [whole, added, config, map] = await Promise.all(
    ['tokenizer.json', ...ADDED_FILES].map((name) => valuesIn(join(folder, name))),
  );
  const at = (name: string) => join(folder, name);
  const tokens = new Map<string, AddedToken>();
  const add = (token: AddedToken, from: string) => {
    const known = tokens.get(token.content);
    if (known !== undefined && known.id !== token.id) {
      throw new VocabularyFault(
        `${from} gives the added token "${token.content}" the id ${token.id}, and another file of the folder ${known.id}.`,
      );
    }
    if (known === undefined) tokens.set(token.content, token);
  };
  for (const token of addedTokensOf(whole.added_tokens, at('tokenizer.json'))) add(token, at('tokenizer.json'));
  const from = at('tokenizer_config.json');
  for (const [id, entry] of Object.entries(valuesOr(config.added_tokens_decoder))) {
    const flags = valuesOr(entry);
    add(addedToken(flags.content, Number(id), flags, from), from);
  }
  for (const [content, id] of Object.entries(added)) {
    add(addedToken(content, id, { special: true }, at('added_tokens.json')), at('added_tokens.json'));
  }
  const vocab = valuesOr(parsed(encoder));
  for (const mark of [...marksOf(map), ...marksOf(config)]) {
    const { content } = mark;
    if (typeof content !== 'string' || tokens.has(content) || !Object.hasOwn(vocab, content)) continue;
    add(addedToken(content, vocab[content], { ...mark, special: true }, at('special_tokens_map.json')), folder);
  }
  return [...tokens.values()].sort((a, b) => a.id - b.id);
}

/** What `pad_token` and its like, and `additional_special_tokens`, name: text, or an entry with its flags. */
function marksOf(values: Values): Values[] {
  return Object.entries(values)
    .filter(([key]) => /^(bos|eos|unk|sep|pad|cls|mask)_token$|^additional_special_tokens$/.test(key))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .map((value) => (typeof value === 'string' ? { content: value } : valuesOr(value)));
}

/** A JSON object in a file; none where there is no file. Throws VocabularyFault. */
async function valuesIn(path: string): Promise<Values> {
  const text = await nullIfMissing(readFile(path, 'utf8'));
  if (text === null) return {};
  const value = parsed(text.replace(/^\uFEFF/, ''));
  if (value === undefined) throw new VocabularyFault(`${path} is not JSON; copy or download it again.`);
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
