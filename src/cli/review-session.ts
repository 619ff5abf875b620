import type { UsualPost } from '../blog/judging/judgement.ts';
import type { ReviewEvent, ReviewedDraft } from '../pipeline/events/reviewing.ts';
import type { Decision } from '../pipeline/review/decision.ts';
import { type Ask, saysYes } from './ask.ts';
import { page } from './pager.ts';
import {
  bodyLines,
  COLOR_MARKS,
  copiedLines,
  headLines,
  type Limits,
  type Marks,
  PLAIN_MARKS,
  warningsOf,
} from './review-text.ts';
import { type Screen, wrapped } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** A draft, and where it is in the queue. */
export interface Shown {
  readonly draft: ReviewedDraft;
  readonly number: number;
  readonly drafts: number;
  readonly usual: UsualPost | null;
}

/** Shows drafts to a person, and asks for their decisions. */
export interface ReviewSession {
  /** Asks for a decision about a draft; `message` says what happened before. Null ends the review. */
  decide(shown: Shown, message: string): Promise<Decision | null>;
  /** After the last draft: undo, back, or null to end. */
  atEnd(message: string): Promise<Decision | null>;
  /** Runs `act` with the terminal as the person has it, for an editor. */
  aside<Result>(act: () => Promise<Result>): Promise<Result>;
  close(): void;
}

const DECISIONS: Readonly<Record<string, Decision>> = {
  a: 'approve',
  h: 'hold',
  e: 'edit',
  d: 'delete',
  u: 'undo',
  n: 'next',
  b: 'back',
};

const END = 'That was the last draft.';
const KEYS = ['a approve', 'h hold', 'e edit', 'd delete', 'u undo', 'n next', 'b back', 'q quit'];
const END_KEYS = ['u undo', 'b back', 'q quit'];
const CONFIRM_KEYS = ['y delete it', 'any other key keep it'];

/** A session that uses the whole screen and needs one key for a decision. */
export function screenSession(terminal: Terminal, limits: Limits): ReviewSession {
  const marks = terminal.hasColor ? COLOR_MARKS : PLAIN_MARKS;
  terminal.open();
  return {
    async decide(shown, message) {
      let told = message;
      for (;;) {
        const lines = (columns: number) => draftLines(shown, columns, marks, limits);
        const key = await page(terminal, { lines, message: told, keys: KEYS });
        if (key === null || key === 'q') return null;
        const decision = DECISIONS[key];
        if (decision !== undefined && (decision !== 'delete' || (await confirms(terminal, lines)))) return decision;
        told = decision === 'delete' ? 'It stays.' : `There is no key ${key}.`;
      }
    },
    async atEnd(message) {
      const key = await page(terminal, { lines: () => [END], message: message || ' ', keys: END_KEYS });
      return key === 'u' ? 'undo' : key === 'b' ? 'back' : null;
    },
    async aside(act) {
      terminal.close();
      try {
        return await act();
      } finally {
        terminal.open();
      }
    },
    close: () => terminal.close(),
  };
}

async function confirms(terminal: Terminal, lines: (columns: number) => string[]): Promise<boolean> {
  const message = 'Delete this draft? It goes to the trash of the queue, and u takes it back.';
  return (await page(terminal, { lines, message, keys: CONFIRM_KEYS })) === 'y';
}

/** A session that prints each draft as text and asks for a letter or a word: for screen readers and simple terminals. */
export function plainSession(screen: Screen, ask: Ask, limits: Limits, columns: number): ReviewSession {
  return {
    async decide(shown, message) {
      if (message !== '') screen.print(message);
      screen.print(['', ...draftLines(shown, columns, PLAIN_MARKS, limits), ''].join('\n'));
      for (;;) {
        const answer = await ask('approve, hold, edit, delete, undo, next, back or quit? [next] ');
        if (answer === null) return null;
        const word = answer.trim().toLowerCase();
        if (word === 'q' || word === 'quit') return null;
        const decision = word === '' ? 'next' : decisionOf(word);
        if (decision === 'delete' && !(await isConfirmed(ask))) screen.print('It stays.');
        else if (decision !== undefined) return decision;
        else screen.print(`${word} is none of these; the first letter is enough.`);
      }
    },
    async atEnd(message) {
      if (message !== '') screen.print(message);
      const word = (await ask(`${END} undo, back or quit? [quit] `))?.trim().toLowerCase() ?? '';
      return /^u(ndo)?$/.test(word) ? 'undo' : /^b(ack)?$/.test(word) ? 'back' : null;
    },
    aside: (act) => act(),
    close: () => {},
  };
}

function decisionOf(word: string): Decision | undefined {
  return DECISIONS[word] ?? Object.values(DECISIONS).find((decision) => decision === word);
}

async function isConfirmed(ask: Ask): Promise<boolean> {
  return saysYes(await ask('Delete this draft? It goes to the trash of the queue, and undo takes it back. [y/N] '));
}

function draftLines({ draft, number, drafts, usual }: Shown, columns: number, marks: Marks, limits: Limits): string[] {
  const head = headLines(draft, number, drafts, warningsOf(draft, usual, limits));
  const copies = copiedLines(draft);
  const folded = (lines: readonly string[]) => lines.flatMap((line) => wrapped(line, columns).split('\n'));
  return [
    ...folded(head),
    '',
    ...bodyLines(draft, columns, marks),
    ...(copies.length === 0 ? [] : ['', 'Copied:', ...folded(copies)]),
  ];
}

/** What happened, in one line; null for an event that is shown in another way. */
export function messageOf(event: ReviewEvent): string | null {
  switch (event.type) {
    case 'approval-set':
      return `${event.approval === 'approved' ? 'Approved' : 'Held back'}: ${event.path}`;
    case 'draft-deleted':
      return `Moved to ${event.trash}`;
    case 'draft-edited':
      return event.problem ?? `Edited: ${event.path}`;
    case 'draft-changed':
      return `Nothing was done: ${event.path} has just been changed. This is what it is now.`;
    case 'draft-gone':
      return `${event.path} is no longer in the queue.`;
    case 'draft-unusable':
      return `${event.path} cannot be reviewed: ${event.reason}`;
    case 'decision-undone':
      return event.problem === null ? `Undone: ${event.path}` : `${event.path} was left as it is: ${event.problem}`;
    case 'nothing-to-undo':
      return 'There is nothing to undo.';
    default:
      return null;
  }
}
