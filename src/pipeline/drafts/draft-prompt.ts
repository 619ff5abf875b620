import { frontMatterConstraints, TITLE_OPENING } from '../../blog/constraints/front-matter-constraints.ts';
import type { TextRequest } from '../../engine/generation/generate-texts.ts';
import type { PostDocument } from '../corpus/documents.ts';

/**
 * The prompt and rules for texts of this corpus. If most posts were learned with front matter that has a title, texts
 * begin with a title and must have valid front matter; otherwise there are neither prompt nor rules.
 */
export function draftPrompt(documents: readonly PostDocument[]): Pick<TextRequest, 'prompt' | 'rules'> {
  const titled = documents.filter(({ text }) => text.startsWith(TITLE_OPENING));
  if (titled.length <= documents.length / 2) return { prompt: '' };
  return { prompt: TITLE_OPENING, rules: frontMatterConstraints(titled.map(({ post }) => post)) };
}
