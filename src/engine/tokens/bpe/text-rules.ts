import type { WordRule } from './words.ts';

/** What a byte-level vocabulary does with text before its merges. */
export interface TextRules {
  readonly words: WordRule;
  /** Text is brought into normalization form C first. */
  readonly nfc: boolean;
  /** A word that is a token is that token, whatever merges would make of it. */
  readonly wholeWords: boolean;
}

export const GPT2_RULES: TextRules = { words: 'gpt2', nfc: false, wholeWords: false };
const DIGITS: TextRules = { words: 'digits', nfc: false, wholeWords: false };
/** Of Qwen 2, 2.5 and 3. */
export const QWEN2_RULES: TextRules = { words: 'qwen2', nfc: true, wholeWords: false };
const LLAMA3: TextRules = { words: 'llama3', nfc: false, wholeWords: true };
const DBRX: TextRules = { words: 'llama3', nfc: false, wholeWords: false };

/** Rules under the name that llama.cpp gives them (`tokenizer.ggml.pre`), and whether text then begins with a mark. */
export interface NamedRules {
  readonly rules: TextRules;
  readonly addsBeginMark: boolean;
}

/** Of several names for the same rules, the first is written. */
export const namedRules: ReadonlyMap<string, NamedRules> = new Map(
  (
    [
      [GPT2_RULES, false, ['gpt-2', 'phi-2', 'granite-docling']],
      [DIGITS, false, ['smollm', 'starcoder', 'refact']],
      [QWEN2_RULES, false, ['qwen2']],
      [LLAMA3, true, ['llama-bpe', 'llama3', 'llama-v3', 'lfm2']],
      [DBRX, false, ['dbrx', 'smaug-bpe']],
    ] as const
  ).flatMap(([rules, addsBeginMark, names]) => names.map((name) => [name, { rules, addsBeginMark }] as const)),
);

/** llama.cpp's name for these rules; of rules that it has no name for, those with the same words. */
export function ggmlNameOf({ words, nfc, wholeWords }: TextRules): string {
  const named = [...namedRules].filter(([, { rules }]) => rules.words === words);
  const same = named.find(([, { rules }]) => rules.nfc === nfc && rules.wholeWords === wholeWords);
  return (same ?? named[0])[0];
}

export function isGpt2({ words, nfc, wholeWords }: TextRules): boolean {
  return words === 'gpt2' && !nfc && !wholeWords;
}
