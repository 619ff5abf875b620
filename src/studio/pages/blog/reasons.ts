import type { SkipReason } from '../../../pipeline/events/reading.ts';

/** What is left out, by reason, in plain words. */
export const REASONS: Readonly<Record<SkipReason, string>> = {
  excluded: 'Your choice',
  draft: 'Drafts',
  generated: 'Written by a model',
  duplicate: 'The same as another post',
  'near-duplicate': 'Nearly the same as another post',
  future: 'With a date to come',
  expired: 'Expired',
  private: 'Private or with a password',
  deleted: 'Deleted',
  excerpt: 'Only the beginning of a post',
  translation: 'Translations',
  empty: 'Without text',
  broken: 'Broken',
  unreadable: 'Not readable',
  page: 'Pages, not posts',
  'no post': 'Not posts',
  comment: 'Comments',
  attachment: 'Attachments',
  'other type': 'Something other than posts',
  'other format': 'In a format that is not read',
  'other file': 'Other files',
};

/** Reasons for which one whole post is left out, which can be looked at. */
const OF_POSTS: ReadonlySet<SkipReason> = new Set([
  'excluded',
  'draft',
  'generated',
  'duplicate',
  'near-duplicate',
  'future',
  'expired',
  'translation',
  'empty',
  'broken',
  'page',
  'no post',
]);

/** Whether what is left out is something that can be opened. */
export function canBeOpened({
  because,
  count = 1,
}: {
  readonly because: SkipReason;
  readonly count?: number;
}): boolean {
  return count === 1 && OF_POSTS.has(because);
}
