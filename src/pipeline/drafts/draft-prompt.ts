import { draftConstraints } from '../../blog/constraints/draft-constraints.ts';
import { formOpening } from '../../blog/constraints/front-matter-pattern.ts';
import { escapeEndMark } from '../../blog/corpus/end-mark.ts';
import { type FormParts, type GivenParts, NO_PARTS, NOTHING_GIVEN } from '../../blog/corpus/form-parts.ts';
import type { TextRequest } from '../../engine/generation/generate-texts.ts';
import { BeginsWith, stablePrompt } from '../../engine/generation/prompt-seam.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { PostDocument } from '../corpus/documents.ts';

/** How texts begin, and what they become. */
export interface DraftPrompt extends Pick<TextRequest, 'prompt' | 'rules'> {
  /** What every text begins with: the prompt, and what the rules force after it. */
  readonly opening: string;
  /** A text as `draftFromText` reads it. A given title is known, so it is not part of it. */
  readonly asDraft: (text: string) => string;
}

/**
 * The prompt and rules for texts of this corpus, of which these parts are given. If the model knows front matter, texts begin
 * with the given parts, and must have valid front matter and the given headings; otherwise they begin with the title, if there
 * is one.
 */
export function draftPrompt(
  documents: readonly PostDocument[],
  tokenizer: Pick<Tokenizer, 'encode' | 'decode'>,
  given: GivenParts = NOTHING_GIVEN,
): DraftPrompt {
  if (!knowsFrontMatter(documents)) return plainPrompt(tokenizer, given);
  const opening = formOpening(given);
  // Front matter that is not read back here holds what was given: only the rest is the model's.
  const own = given.title === null ? formOpening(NO_PARTS) : '---\ntitle: "x"\n';
  return {
    prompt: stablePrompt(tokenizer, opening),
    rules: draftConstraints(
      documents.filter(hasTitle).map(({ post }) => post),
      given,
    ),
    opening,
    asDraft: (text) => own + text.slice(opening.length),
  };
}

/** Whether a model that learned this corpus can be given more of a post than its title: most of it has front matter with one. */
export function knowsFrontMatter(documents: readonly PostDocument[]): boolean {
  return documents.filter(hasTitle).length > documents.length / 2;
}

function hasTitle({ post, text }: PostDocument): boolean {
  return post.title !== null && text.startsWith('---\n');
}

function plainPrompt(tokenizer: Pick<Tokenizer, 'encode' | 'decode'>, { title }: FormParts): DraftPrompt {
  if (title === null) return { prompt: '', opening: '', asDraft: (text) => text };
  const opening = escapeEndMark(`${title}\n\n`);
  return {
    prompt: stablePrompt(tokenizer, opening),
    rules: new BeginsWith(opening),
    opening,
    asDraft: (text) => text.slice(opening.length),
  };
}
