import { publishSettings } from './publish.ts';
import { inSection, type SettingsOf } from './settings-table.ts';
import { machineSettings, maxCopiedSetting, minScoreSetting, postsSetting, readingSettings } from './shared.ts';

/** The folder of drafts, as `publish` has it. */
export const queueSetting = inSection('publishing', { queue: publishSettings.queue });

export const reviewSettings = {
  ...queueSetting,
  posts: {
    ...postsSetting.posts,
    default: null,
    section: null,
    absent: 'the same as for tpdne run',
    help: 'Without a run, which knows its posts: the posts to judge drafts against.',
  },
  ...inSection('writing', maxCopiedSetting),
  ...inSection('publishing', {
    min_score: { ...minScoreSetting.min_score, help: 'Drafts with a lower score get a warning.' },
  }),
  plain: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Show drafts as lines of text and ask for a word, as suits screen readers, instead of using the whole screen.',
  },
  label: readingSettings.label,
  exclude: readingSettings.exclude,
  ...machineSettings,
} as const;

export type ReviewSettings = SettingsOf<typeof reviewSettings>;
export type { ReviewGiven } from './given/review.ts';

const files = { type: 'list', help: 'Drafts: their paths, or their names in the queue.' } as const;

/** The word for a draft that may be published on any day. */
export const ANY_DAY = 'any';

export const approveSettings = {
  ...inSection(null, {
    files,
    for: {
      type: 'text',
      placeholder: `yyyy-mm-dd|${ANY_DAY}`,
      default: null,
      absent: 'the day that a draft has',
      help: `Publish them on this day, before drafts without one, and not earlier; ${ANY_DAY} removes it.`,
    },
  }),
  ...queueSetting,
} as const;

export const holdSettings = { ...inSection(null, { files }), ...queueSetting } as const;

export const discardSettings = {
  ...inSection(null, {
    files: { ...files, help: 'Drafts: their paths, or their names in the queue or, with --restore, in its trash.' },
    restore: {
      type: 'boolean',
      default: false,
      help: 'Move them from the trash back to where they were, instead.',
    },
  }),
  ...queueSetting,
} as const;

export type { ApproveGiven } from './given/approve.ts';
export type { DiscardGiven } from './given/discard.ts';
export type { HoldGiven } from './given/hold.ts';
