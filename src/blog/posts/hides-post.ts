import { isNo, isYes } from './booleans.ts';
import { keysNamed } from './known-keys.ts';
import type { FrontMatter } from './post.ts';

/** Keys that hide a post unless they are false: `draft: soon` is still a draft. */
const DRAFT = ['draft', 'isDraft'];

/** Keys that hide a post when true. */
const HIDING = ['private', 'isPrivate', 'hidden', 'isHidden', 'unlisted', 'unpublished'];

/** Keys that hide a post when false; `published` may hold a date as well. */
const SHOWING = ['published', 'isPublished', 'publish', 'public', 'isPublic', 'listed', 'visible'];

/** Keys that hide a post by one of several words, with the value that shows it. */
const STATES: Readonly<Record<string, string>> = { status: 'published', postStatus: 'publish', visibility: 'public' };

const HIDDEN_STATE =
  /^(?:draft|auto-draft|private|pending|scheduled|future|hidden|unlisted|unpublished|inherit|trash|password)$/i;

/** A front-matter entry that can hide its post. */
export interface HidingEntry {
  readonly key: string;
  /** The value that shows the post: `true`, `false` or a word. */
  readonly shown: boolean | string;
}

/**
 * The entries that say whether a post is shown, under the names that generators, themes and blog software use:
 * `draft: true`, `published: false`, `status: private`. `hides` says whether the entry hides the post.
 */
export function hidingEntries(frontMatter: FrontMatter): readonly (HidingEntry & { readonly hides: boolean })[] {
  const { typed } = frontMatter;
  const entries = (
    names: readonly string[],
    shown: (name: string) => boolean | string,
    hides: (value: unknown) => boolean,
  ) =>
    names.flatMap((name) =>
      keysNamed(frontMatter, name).map((key) => ({ key, shown: shown(name), hides: hides(typed[key]) })),
    );
  return [
    ...entries(
      DRAFT,
      () => false,
      (value) => !isNo(value) && !isNothing(value),
    ),
    ...entries(HIDING, () => false, isYes),
    ...entries(SHOWING, () => true, isNo),
    ...entries(
      Object.keys(STATES),
      (name) => STATES[name],
      (value) => typeof value === 'string' && HIDDEN_STATE.test(value.trim()),
    ),
  ];
}

/** Whether front matter keeps its post out of the public blog. */
export function hidesPost(frontMatter: FrontMatter): boolean {
  return hidingEntries(frontMatter).some(({ hides }) => hides);
}

/** A draft key whose value is neither true nor false. */
export function unclearDraftKey(frontMatter: FrontMatter): string | undefined {
  const isUnclear = (key: string) => {
    const value = frontMatter.typed[key];
    return !isYes(value) && !isNo(value) && !isNothing(value);
  };
  const keysOf = (names: readonly string[]) => names.flatMap((name) => keysNamed(frontMatter, name));
  return keysOf(DRAFT).find(isUnclear);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && /^\s*(?:null)?\s*$/i.test(value));
}
