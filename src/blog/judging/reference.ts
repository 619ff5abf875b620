import type { Root } from 'hast';
import { type PostBody, readBody } from '../corpus/plain-text.ts';
import { styleOf, type TextStyle } from '../style/text-style.ts';
import type { ReferenceText } from './passage-index.ts';
import { type TitleWord, titleWords } from './title-words.ts';

/** A post that drafts are compared with. */
export interface Reference extends ReferenceText {
  readonly style: TextStyle;
  /** The words of its title; empty without one. */
  readonly titleWords: readonly TitleWord[];
}

/** A post's body as a reader sees it, whatever Markdown it is written in. */
export function referenceOf(post: PostBody): Reference {
  const { text, tree } = visibleBody(post);
  const style = styleOf(text, tree);
  return { source: post.source, text, style, titleWords: titleWords(post.title ?? '', style.counts.keys()) };
}

/** A text without Markdown, such as a part of a training text. */
export function referenceOfText(source: string, text: string): Reference {
  return { source, text, style: styleOf(text, null), titleWords: [] };
}

/**
 * The text that a reader sees, and its elements; the unchanged Markdown, without elements, if lists and quotes are nested too
 * deeply for the recursive parser.
 */
function visibleBody(post: PostBody): { readonly text: string; readonly tree: Root | null } {
  try {
    return readBody(post);
  } catch (error) {
    if (error instanceof RangeError) return { text: post.body, tree: null };
    throw error;
  }
}
