import type { Judgement } from '../../../blog/judging/judgement.ts';
import type { AnyEvent } from '../../protocol.ts';

/** A text of a series that a job writes. */
export interface WrittenText {
  readonly number: number;
  /** What there is of it so far. */
  readonly text: string;
  readonly tokens: number;
  /** `draft`: one from which the post is chosen; `post`: chosen, and in its file. */
  readonly state: 'writing' | 'rejected' | 'draft' | 'post';
  /** Why it was rejected, in a clause. */
  readonly reason: string | null;
  readonly title: string | null;
  readonly judgement: Judgement | null;
  /** The file of a post. */
  readonly path: string | null;
}

const NEW: Omit<WrittenText, 'number'> = {
  text: '',
  tokens: 0,
  state: 'writing',
  reason: null,
  title: null,
  judgement: null,
  path: null,
};

/** The texts of a job, from what it has reported: in the order of their numbers. */
export function writtenTexts(events: readonly AnyEvent[]): WrittenText[] {
  const texts = new Map<number, WrittenText>();
  for (const event of events) {
    const number = Number(event.number);
    const known = texts.get(number) ?? { number, ...NEW };
    const change = changeBy(event, known);
    if (change !== null) texts.set(number, { ...known, ...change });
  }
  return [...texts.values()].sort((a, b) => a.number - b.number);
}

function changeBy(event: AnyEvent, known: WrittenText): Partial<WrittenText> | null {
  switch (event.type) {
    case 'text-grew':
      return { text: known.text + String(event.added), tokens: Number(event.tokens) };
    case 'text-rejected':
      return { state: 'rejected', reason: String(event.reason) };
    case 'draft-candidate':
      return { state: 'draft', title: String(event.title), judgement: event.judgement as Judgement };
    case 'post-written': {
      const post = event.post as { path: string; title: string; judgement: Judgement };
      return { state: 'post', title: post.title, judgement: post.judgement, path: post.path };
    }
    default:
      return null;
  }
}

/** A text as a person reads it: without the front matter that the model writes above it. */
export function readableText(text: string): { readonly title: string | null; readonly body: string } {
  const [, head, body] = /^---\n([\s\S]*?)(?:\n---\n|$)([\s\S]*)$/.exec(text) ?? [];
  if (head === undefined) return { title: null, body: text };
  const [, title] = /^title:[ \t]*(.*)$/m.exec(head) ?? [];
  return { title: title === undefined ? null : unquoted(title), body: body.trimStart() };
}

function unquoted(text: string): string {
  const [, inner] = /^"(.*?)"?$/.exec(text.trim()) ?? [];
  return (inner ?? text).replaceAll('\\"', '"');
}
