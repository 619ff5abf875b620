/**
 * The parts of a tokenizer.json that turn spaces into signs, and signs into spaces. Two forms are supported:
 *
 *   older   normalizer: [Prepend ▁, Replace " " by ▁], or Replace alone; no pre_tokenizer, or one that splits at " ",
 *           which no longer occurs
 *   newer   no normalizer; pre_tokenizer: Metaspace, with prepend_scheme "always", "first" or "never", and split
 *
 *   decoder  either [Replace ▁ by " ", ByteFallback, Fuse, Strip one space in front], some of these, or Metaspace
 */
import { shownSteps, stepsOf } from '../bpe/rules-json.ts';
import { type PieceRules, SPACE_SIGN, type SpacePrefix } from './pieces.ts';

type Values = Readonly<Record<string, unknown>>;
type MakeFault = (found: string, supported: string) => Error;

const SUPPORTED = 'Prepend and Replace with ▁ for a space, or Metaspace';

/** Whether a tokenizer.json writes spaces as signs, in whatever way. */
export function hasSigns(content: Values): boolean {
  const steps = [...stepsOf(content.normalizer, 'normalizers'), ...stepsOf(content.pre_tokenizer, 'pretokenizers')];
  return steps.some((step) => step.type === 'Metaspace' || step.prepend === SPACE_SIGN || step.content === SPACE_SIGN);
}

/** `fault` makes the error for what is found and is not supported. */
export function pieceRulesOf(content: Values, model: Values, fault: MakeFault): PieceRules {
  const unknown = model.unk_token;
  checkDecoder(content, fault);
  return {
    ...spacesOf(content, fault),
    byteFallback: model.byte_fallback === true,
    unknown: typeof unknown === 'string' ? unknown : null,
    fusesUnknown: model.fuse_unk === true,
  };
}

type Spaces = Pick<PieceRules, 'spacePrefix' | 'findsInSigns' | 'splitsAtSpaces'>;

function spacesOf(content: Values, fault: MakeFault): Spaces {
  const normalizers = stepsOf(content.normalizer, 'normalizers');
  const splitters = stepsOf(content.pre_tokenizer, 'pretokenizers');
  if (normalizers.length === 0 && splitters.length === 1) {
    return { ...metaspaceOf(splitters[0], fault), findsInSigns: false };
  }
  const replace = normalizers.at(-1);
  const prepends = normalizers.length === 2 && normalizers[0].prepend === SPACE_SIGN;
  const replaces = replace !== undefined && isSpace(replace.pattern) && replace.content === SPACE_SIGN;
  if (!replaces || normalizers.length !== (prepends ? 2 : 1)) {
    throw fault(`has the normalizer ${shownSteps(normalizers)}`, SUPPORTED);
  }
  if (splitters.some(({ type, pattern }) => type !== 'Split' || !isSpace(pattern)) || splitters.length > 1) {
    throw fault(`splits text by ${shownSteps(splitters)}`, SUPPORTED);
  }
  return { spacePrefix: prepends ? 'each' : 'none', findsInSigns: true, splitsAtSpaces: false };
}

const prefixes: ReadonlyMap<unknown, SpacePrefix> = new Map([
  ['always', 'missing'],
  ['first', 'first'],
  ['never', 'none'],
]);

function metaspaceOf(step: Values, fault: MakeFault): Omit<Spaces, 'findsInSigns'> {
  const { type, replacement, prepend_scheme = step.add_prefix_space === false ? 'never' : 'always', split } = step;
  const spacePrefix = prefixes.get(prepend_scheme);
  if (type !== 'Metaspace' || replacement !== SPACE_SIGN || spacePrefix === undefined) {
    throw fault(`splits text by ${shownSteps([step])}`, SUPPORTED);
  }
  return { spacePrefix, splitsAtSpaces: split !== false };
}

function isSpace(pattern: unknown): boolean {
  return (pattern as Values | undefined)?.String === ' ';
}

/** Bytes and spaces are decoded in one way; another decoder would mean another kind of token. */
function checkDecoder(content: Values, fault: MakeFault): void {
  const steps = stepsOf(content.decoder, 'decoders');
  const isKnown = ({ type, content }: Values) =>
    ['ByteFallback', 'Fuse', 'Metaspace'].includes(String(type)) ||
    (['Replace', 'Strip'].includes(String(type)) && content === ' ');
  if (!steps.every(isKnown)) {
    throw fault(`has the decoder ${shownSteps(steps)}`, 'Replace, ByteFallback, Fuse, Strip and Metaspace, for spaces');
  }
}

/** The same parts for writing. */
export function formatSpaces({ spacePrefix, findsInSigns, splitsAtSpaces }: PieceRules) {
  const decoders = [
    { type: 'Replace', pattern: { String: SPACE_SIGN }, content: ' ' },
    { type: 'ByteFallback' },
    { type: 'Fuse' },
    ...(spacePrefix === 'none' ? [] : [{ type: 'Strip', content: ' ', start: 1, stop: 0 }]),
  ];
  const decoder = { type: 'Sequence', decoders };
  if (!findsInSigns) {
    const [prepend_scheme] = [...prefixes].find(([, prefix]) => prefix === spacePrefix)!;
    const metaspace = { type: 'Metaspace', replacement: SPACE_SIGN, prepend_scheme, split: splitsAtSpaces };
    return { normalizer: null, pre_tokenizer: metaspace, decoder };
  }
  const replace = { type: 'Replace', pattern: { String: ' ' }, content: SPACE_SIGN };
  const normalizer =
    spacePrefix === 'none'
      ? replace
      : { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: SPACE_SIGN }, replace] };
  return { normalizer, pre_tokenizer: null, decoder };
}
