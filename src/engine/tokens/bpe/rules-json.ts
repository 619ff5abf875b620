/**
 * The parts of a tokenizer.json that say what is done with text before the merges, and which mark is put in front:
 *
 *   normalizer      null or NFC
 *   pre_tokenizer   ByteLevel; [Digits, ByteLevel]; or [Split by an expression that has a scanner, ByteLevel]
 *   post_processor  ByteLevel, which changes no token, and a TemplateProcessing that puts one mark in front
 *
 * A Sequence, given as a list above, may hold any of these, also none or one.
 */
import { shown } from '../../../fault.ts';
import { GPT2_RULES, type TextRules } from './text-rules.ts';
import type { WordRule } from './words.ts';

type Values = Readonly<Record<string, unknown>>;

const GPT2_EXPRESSION = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
const expressionOf = (numbers: string) =>
  String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|` +
  numbers +
  String.raw`| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
const LLAMA3_EXPRESSION = expressionOf(String.raw`\p{N}{1,3}`);
const QWEN2_EXPRESSION = expressionOf(String.raw`\p{N}`);
const expressions: ReadonlyMap<unknown, WordRule> = new Map([
  [GPT2_EXPRESSION, 'gpt2'],
  [LLAMA3_EXPRESSION, 'llama3'],
  [QWEN2_EXPRESSION, 'qwen2'],
]);

/** The rules of a tokenizer.json. `fault` makes the error for what is found and is not supported. */
export function rulesOf(content: Values, model: Values, fault: (found: string, supported: string) => Error): TextRules {
  const normalizers = stepsOf(content.normalizer, 'normalizers');
  if (normalizers.some(({ type }) => type !== 'NFC')) {
    throw fault(`has the normalizer ${typesOf(normalizers)}`, 'none, or NFC');
  }
  const words = wordRuleOf(stepsOf(content.pre_tokenizer, 'pretokenizers'));
  if (words === null) {
    throw fault(
      `splits text by ${shownSteps(stepsOf(content.pre_tokenizer, 'pretokenizers'))}`,
      'the rules of GPT-2, SmolLM, Qwen 2 and 3, and Llama 3',
    );
  }
  return { words, nfc: normalizers.length > 0, wholeWords: model.ignore_merges === true };
}

function wordRuleOf(steps: readonly Values[]): WordRule | null {
  const [first, last] = [steps.at(0), steps.at(-1)];
  if (last?.type !== 'ByteLevel' || last.add_prefix_space === true || steps.length > 2) return null;
  const byGpt2 = last.use_regex !== false;
  if (steps.length === 1) return byGpt2 ? 'gpt2' : null;
  if (first?.type === 'Digits') return byGpt2 && first.individual_digits === true ? 'digits' : null;
  if (first?.type !== 'Split' || byGpt2) return null;
  const isolates = first.behavior === 'Isolated' && first.invert !== true;
  // Keeping only the matches is the same: every character is part of one.
  const keepsMatches = first.behavior === 'Removed' && first.invert === true;
  return isolates || keepsMatches ? (expressions.get(valuesOr(first.pattern).Regex) ?? null) : null;
}

/** The mark that a tokenizer.json puts in front of every text; null for none. */
export function beginOf(content: Values, fault: (found: string, supported: string) => Error): string | null {
  const steps = stepsOf(content.post_processor, 'processors').filter(({ type }) => type !== 'ByteLevel');
  const [step] = steps;
  if (step === undefined) return null;
  const single = Array.isArray(step.single) ? step.single.map(valuesOr) : [];
  const text = single.findIndex((part) => 'Sequence' in part);
  if (steps.length > 1 || step.type !== 'TemplateProcessing' || text === -1 || text > 1) {
    throw fault(
      `has the post_processor ${shownSteps(steps)}`,
      'ByteLevel, and a TemplateProcessing with at most one mark in front of the text',
    );
  }
  if (text === 0) return null;
  const name = valuesOr(single[0].SpecialToken).id;
  const tokens = valuesOr(valuesOr(step.special_tokens)[String(name)]).tokens;
  const mark: unknown = Array.isArray(tokens) && tokens.length === 1 ? tokens[0] : name;
  if (typeof mark !== 'string') throw fault(`puts ${shown(mark)} in front of text`, 'one mark by its name');
  return mark;
}

/** The same parts for writing. `begin`: the mark in front of every text, with its id. */
export function formatRules({ words, nfc }: TextRules, begin: { readonly token: string; readonly id: number } | null) {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const processor = { ...byteLevel, trim_offsets: false };
  return {
    normalizer: nfc ? { type: 'NFC' } : null,
    pre_tokenizer: preTokenizerOf(words, byteLevel),
    post_processor:
      begin === null ? processor : { type: 'Sequence', processors: [processor, templateOf(begin.token, begin.id)] },
    decoder: byteLevel,
  };
}

function preTokenizerOf(words: WordRule, byteLevel: object): object {
  if (words === GPT2_RULES.words) return byteLevel;
  const pretokenizers =
    words === 'digits'
      ? [{ type: 'Digits', individual_digits: true }, byteLevel]
      : [
          {
            type: 'Split',
            pattern: { Regex: words === 'llama3' ? LLAMA3_EXPRESSION : QWEN2_EXPRESSION },
            behavior: 'Isolated',
            invert: false,
          },
          { ...byteLevel, use_regex: false },
        ];
  return { type: 'Sequence', pretokenizers };
}

export function templateOf(token: string, id: number): object {
  const mark = (type_id: number) => ({ SpecialToken: { id: token, type_id } });
  const text = (name: string, type_id: number) => ({ Sequence: { id: name, type_id } });
  return {
    type: 'TemplateProcessing',
    single: [mark(0), text('A', 0)],
    pair: [mark(0), text('A', 0), mark(1), text('B', 1)],
    special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
  };
}

/** The steps of a Sequence, also within another; one step alone; or none. */
export function stepsOf(value: unknown, list: string): Values[] {
  if (value == null) return [];
  const step = valuesOr(value);
  if (step.type !== 'Sequence' || !Array.isArray(step[list])) return [step];
  return step[list].flatMap((inner) =>
    valuesOr(inner).type === 'Sequence' ? [valuesOr(inner)] : stepsOf(inner, list),
  );
}

function typesOf(steps: readonly Values[]): string {
  return steps.map(({ type }) => shown(type)).join(', ');
}

export function shownSteps(steps: readonly Values[]): string {
  return steps.length === 0 ? 'nothing' : steps.map((step) => shown(step)).join(', ');
}

function valuesOr(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
}
