import { escapeEndMark } from '../corpus/end-mark.ts';
import { givenLines, partsOfPost } from '../corpus/form-parts.ts';
import { dropDeadLinks } from '../markdown/repair/drop-dead-links.ts';
import type { Post } from '../posts/post.ts';
import type { BlogForm } from './blog-form.ts';
import { escapeTemplates } from './escape-templates.ts';
import { collapseBlankLines, normaliseNewlines, REPAIR_STEPS, REPAIR_STEPS_FOR_CUT_TEXT } from './repair-steps.ts';
import { breaksOff } from './unfinished-end.ts';

/**
 * A draft that a person began, as the beginning of a document in the form from which a model learned: what its front matter
 * says, then its body as typed, up to its last character.
 */
export function draftOpening(draft: Post, format: 'text' | 'markdown'): string {
  const body = draft.body.replace(/^(?:[ \t]*\n)+/, '');
  const parts = partsOfPost(draft, '');
  if (format === 'text') return escapeEndMark(parts.title === null ? body : `${parts.title}\n\n${body}`);
  const lines = givenLines(parts.title === null ? { ...parts, description: null } : parts);
  return escapeEndMark(lines.length === 0 ? body : `${['---', ...lines, '---'].join('\n')}\n\n${body}`);
}

/** What a model wrote after the beginning of a draft. */
export interface WrittenContinuation {
  readonly text: string;
  /** Whether the model ended the text. */
  readonly complete: boolean;
}

/**
 * What to add to a draft: the text with open Markdown closed, an unfinished end removed, template tags escaped, and links
 * to places that the blog does not have removed. A repair that would also change what the person wrote is left out.
 */
export function continuationOf(
  { body: began }: Pick<Post, 'body'>,
  { text, complete }: WrittenContinuation,
  { templates, addresses }: Pick<BlogForm, 'templates' | 'addresses'>,
): string {
  // A written-out end mark begins another post.
  const [written] = normaliseNewlines(text).split(/<\|(?:start|end)oftext\|>/);
  const context = asBegan(began);
  let whole = context + written;
  for (const step of complete && !breaksOff(whole) ? REPAIR_STEPS : REPAIR_STEPS_FOR_CUT_TEXT) {
    const repaired = step(whole);
    if (repaired.startsWith(context)) whole = repaired;
  }
  return escapeTemplates(dropDeadLinks(whole.slice(context.length), addresses), templates).trimEnd();
}

/** The beginning with the blank lines that repairs leave, so that they change nothing else in it. */
function asBegan(began: string): string {
  const [end] = /\s*$/.exec(began)!;
  return collapseBlankLines(began) + (/\n[ \t]*\n/.test(end) ? '\n\n' : end);
}

/** A draft's file with a continuation: every character of the file is kept, and lines end as they do there. */
export function continuedFile(file: string, { body, frontMatter }: Post, continuation: string): string {
  const isNew = body.trim() === '';
  const text = isNew ? continuation.trimStart() : /\n$/.test(body) ? continuation.replace(/^ /, '') : continuation;
  const blankLine = /\n\r?\n$|^$/.test(file) ? '' : /\n$/.test(file) ? '\n' : '\n\n';
  const added = `${isNew ? blankLine : ''}${text}\n`;
  return file + (frontMatter.lineEnd === '\r\n' ? added.replaceAll('\n', '\r\n') : added);
}
