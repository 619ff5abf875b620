import { frontMatterConstraints, TITLE_OPENING } from '../../blog/constraints/front-matter-constraints.ts';
import type { TextRequest } from '../../engine/generation/generate-texts.ts';
import type { PostDocument } from '../corpus/post-events.ts';

/**
 * What a text of this corpus begins with, and what it is held to: where most posts were learned with front matter that
 * has a title, a title, and rules by which all of the front matter is valid; else nothing.
 */
export function draftPrompt(documents: readonly PostDocument[]): Pick<TextRequest, 'prompt' | 'rules'> {
  const titled = documents.filter(({ text }) => text.startsWith(TITLE_OPENING));
  if (titled.length <= documents.length / 2) return { prompt: '' };
  return { prompt: TITLE_OPENING, rules: frontMatterConstraints(titled.map(({ post }) => post)) };
}
