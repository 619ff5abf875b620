import type { Stretch } from '../markdown/edits.ts';
import { emailAddress, internationalNumber, northAmericanNumber, spelledAddress } from './contact-patterns.ts';
import { type PrivatePattern, secretPatterns } from './private-patterns.ts';
import { quotedMail } from './quoted-mail.ts';

/** Kinds of private text that a model should not learn and recite. */
export type PrivateKind = 'secret' | 'e-mail address' | 'phone number' | 'quoted mail';

export interface PrivateStretch extends Stretch {
  readonly kind: PrivateKind;
  /** What it is: 'GitHub token'. */
  readonly name: string;
  /** A part of it, enough to find it and too little to use it. */
  readonly shown: string;
}

/** The text that replaces each kind when it is masked. */
export const masks: Readonly<Record<PrivateKind, string>> = {
  secret: '[secret]',
  'e-mail address': '[e-mail address]',
  'phone number': '[phone number]',
  'quoted mail': '[quoted mail]',
};

/** Everything private in a text, in order, without overlaps inside one another. */
export function findPrivate(text: string): PrivateStretch[] {
  const found = [
    ...quotedMail(text).map((mail) => stretch('quoted mail', 'quoted mail', text, mail)),
    ...secretPatterns.flatMap((pattern) => all('secret', pattern, text)),
    ...[emailAddress, spelledAddress].flatMap((pattern) => all('e-mail address', pattern, text)),
    ...[internationalNumber, northAmericanNumber].flatMap((pattern) => all('phone number', pattern, text)),
  ];
  return outermost(found);
}

/** The stretches that are not inside another one, in order; of equal ones, the first. */
function outermost<One extends Stretch>(found: readonly One[]): One[] {
  let lastEnd = 0;
  return found
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ end }) => {
      const isOuter = end > lastEnd;
      if (isOuter) lastEnd = end;
      return isOuter;
    });
}

function all(kind: PrivateKind, { name, pattern, isReal }: PrivatePattern, text: string): PrivateStretch[] {
  // Most texts match few patterns, and testing is faster than matchAll, which copies the pattern.
  if (!fromStart(pattern).test(text)) return [];
  return Array.from(text.matchAll(fromStart(pattern))).flatMap((match) => {
    const [start, end] = match.indices!.groups?.value ?? match.indices![0];
    if (isReal?.(text.slice(start, end)) === false) return [];
    return [{ ...stretch(kind, name, text, { start, end }), ...withBrackets(text, { start, end }) }];
  });
}

function fromStart(pattern: RegExp): RegExp {
  pattern.lastIndex = 0;
  return pattern;
}

/** Includes the brackets of `<jane@kettle.org>`, which are only a link around an address. */
function withBrackets(text: string, { start, end }: Stretch): Stretch {
  const opening = /<(?:mailto:)?$/.exec(text.slice(Math.max(0, start - 8), start))?.[0];
  return opening !== undefined && text[end] === '>' ? { start: start - opening.length, end: end + 1 } : { start, end };
}

function stretch(kind: PrivateKind, name: string, text: string, { start, end }: Stretch): PrivateStretch {
  return { kind, name, start, end, shown: shownOf(kind, text.slice(start, end)) };
}

const FIRST_SHOWN = 4;

function shownOf(kind: PrivateKind, value: string): string {
  if (kind === 'quoted mail') return `${value.split('\n', 1)[0].slice(0, 20)}…`;
  if (kind === 'phone number') return `${value.slice(0, FIRST_SHOWN)}…${value.slice(-2)}`;
  const domain = value.indexOf('@');
  return domain < 0 ? `${value.slice(0, FIRST_SHOWN)}…` : `${value[0]}…${value.slice(domain)}`;
}
