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

/** The settings of `approve` and `hold`. */
export const decideSettings = {
  ...inSection(null, { files: { type: 'list', help: 'Drafts: their paths, or their names in the queue.' } }),
  ...queueSetting,
} as const;

export type DecideSettings = SettingsOf<typeof decideSettings>;
export type { DecideGiven } from './given/decide.ts';
