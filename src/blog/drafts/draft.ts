import { countWords } from '../language/words.ts';
import type { Post } from '../posts/post.ts';
import { PostFault } from '../posts/post-fault.ts';
import { readPost } from '../posts/read-post.ts';
import { clean, NORMALISING_STEPS, REPAIR_STEPS, REPAIR_STEPS_FOR_CUT_TEXT } from './repair-steps.ts';
import { splitTitle, titleFromLine, withoutTitle } from './title.ts';
import { breaksOff, endsFinished } from './unfinished-end.ts';

/** A generated post before it is written in a blog's form. */
export interface Draft {
  readonly title: string;
  /** Cleaned Markdown without front matter and title; no blank lines at either end. */
  readonly body: string;
  /** Whether the model ended the text, at the end of a sentence; if not, the unfinished end was removed. */
  readonly complete: boolean;
  /** From front matter that the model wrote, if any. */
  readonly categories: readonly string[];
  readonly tags: readonly string[];
}

/** Why a generated text is not a post. */
export interface NoDraft {
  /** A short form for counting, as in '2 without a title': "without a title". */
  readonly kind: string;
  /** A clause: "it has 12 words under its title, fewer than 30". */
  readonly reason: string;
}

/** A post has at least this many words under its title. */
export const MIN_WORDS = 30;

export interface DraftOptions {
  /** Whether the model ended the text. */
  readonly complete?: boolean;
  /** Its title, if that is not up to the model. */
  readonly title?: string | null;
}

/**
 * Makes a draft from generated text. The title is that of its front matter if it begins with valid front matter, else
 * its first line; the rest is cleaned (see `REPAIR_STEPS`). A given title is kept as it is; the text need not have it
 * then. `complete` says whether the model ended the text; if unknown, the last sentence decides.
 */
export function draftFromText(generated: string, { complete, title: given }: DraftOptions = {}): Draft | NoDraft {
  const { title: read, text, categories, tags } = ownFrontMatter(clean(generated, NORMALISING_STEPS));
  const ownTitle = given ?? read;
  const whole = clean(text, REPAIR_STEPS);
  const isComplete = complete === undefined ? endsFinished(text) : complete && !breaksOff(whole);
  const cleaned = isComplete ? whole : clean(text, REPAIR_STEPS_FOR_CUT_TEXT);
  const { title, body } =
    ownTitle === null ? splitTitle(cleaned) : { title: ownTitle, body: withoutTitle(cleaned, ownTitle) };
  if (title === null)
    return { kind: 'without a title', reason: 'it has no title: it begins with code or contains no word' };
  const words = countWords(body);
  if (words < MIN_WORDS) {
    return { kind: 'too short', reason: `it has ${words} words under its title, fewer than ${MIN_WORDS}` };
  }
  return { title, body, complete: isComplete, categories, tags };
}

/** The front matter that a model wrote, and the text below it. */
type Generated = Pick<Draft, 'categories' | 'tags'> & { readonly title: string | null; readonly text: string };

/** The lines at the top that a model meant as front matter, closed or not. */
const FRONT_MATTER_ATTEMPT = /^(---|\+\+\+)\n((?:\w[\w-]* *[:=].*\n|[ \t]*- .*\n)+)(?:\1(?:\n|$))?/;

/** From broken front matter, only the title is used. */
function ownFrontMatter(generated: string): Generated {
  const post = readOrNull(generated);
  if (post !== null) {
    const { title, categories, tags, body } = post;
    return { title: title === null ? null : titleFromLine(title), text: body, categories, tags };
  }
  const lines = FRONT_MATTER_ATTEMPT.exec(generated);
  const titleLine = /^title *[:=].*$/m.exec(lines?.[2] ?? '');
  return {
    title: titleLine === null ? null : titleFromLine(titleLine[0]),
    text: generated.slice(lines?.[0].length ?? 0),
    categories: [],
    tags: [],
  };
}

/** Null if its front matter cannot be read. */
function readOrNull(text: string): Post | null {
  try {
    return readPost('', text);
  } catch (error) {
    if (error instanceof PostFault) return null;
    throw error;
  }
}
