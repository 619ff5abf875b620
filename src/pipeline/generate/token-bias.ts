import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** As in OpenAI's API. */
const LARGEST_BIAS = 100;

/**
 * The bias of tokens from entries such as `464=-5` (a token's number), ` cat=2` (its text) and `"464"=2` (its text, as a JSON
 * string: for one of digits). The last equals sign divides. Throws SettingFault for an entry of another form, a text that is
 * not one token of the vocabulary, a number out of range, and a token that is named twice.
 */
export function tokenBias(entries: readonly string[], tokenizer: Tokenizer): ReadonlyMap<number, number> {
  const bias = new Map<number, number>();
  for (const entry of entries) {
    const divided = entry.lastIndexOf('=');
    if (divided < 1) throw fault(`takes token=number, such as 464=-5 or " cat=2", got ${JSON.stringify(entry)}`);
    const [name, number] = [entry.slice(0, divided), entry.slice(divided + 1)];
    const token = tokenOf(name, tokenizer);
    if (bias.has(token)) throw fault(`names token ${token} twice`);
    bias.set(token, biasOf(number, entry));
  }
  return bias;
}

function biasOf(text: string, entry: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= -LARGEST_BIAS && value <= LARGEST_BIAS) return value;
  throw fault(`takes numbers from ${-LARGEST_BIAS} to ${LARGEST_BIAS}, got ${JSON.stringify(entry)}`);
}

function tokenOf(name: string, tokenizer: Tokenizer): number {
  if (/^\d+$/.test(name)) {
    const token = Number(name);
    if (token < tokenizer.vocabularySize) return token;
    throw fault(`names token ${name}, but the model's tokens are 0 to ${tokenizer.vocabularySize - 1}`);
  }
  const text = unquoted(name);
  const tokens = tokenizer.encode(text);
  if (tokens.length === 1) return tokens[0];
  const parts = tokens.map((token) => `${token} (${JSON.stringify(tokenizer.decode([token]))})`).join(', ');
  throw fault(`takes single tokens, but ${JSON.stringify(text)} is ${tokens.length} of this model: ${parts || 'none'}`);
}

function unquoted(name: string): string {
  if (!/^".*"$/s.test(name)) return name;
  try {
    return JSON.parse(name);
  } catch {
    throw fault(`has a text in quotes that is not a JSON string: ${name}`);
  }
}

function fault(reason: string): SettingFault {
  return new SettingFault('logit_bias', `logit_bias ${reason}.`);
}
