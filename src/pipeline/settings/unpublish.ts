import { publishSettings } from './publish.ts';
import { queueSetting } from './review.ts';
import { inSection, type SettingsOf } from './settings-table.ts';

export const unpublishSettings = {
  ...inSection(null, {
    file: {
      type: 'path',
      default: null,
      absent: 'the last one published',
      help: 'Post to take back: its path, its address, or the name that its draft had.',
    },
  }),
  ...queueSetting,
  ...inSection(null, {
    dry_run: publishSettings.dry_run,
    git: {
      ...publishSettings.git,
      default: null,
      absent: 'as it was published',
      help: 'Commit the removed post, the draft and the journal, and nothing else; push also pushes the commit.',
    },
  }),
  url: {
    ...publishSettings.url,
    section: 'publishing',
    help: 'For a post on ghost or wordpress: the address of the blog.',
  },
} as const;

export type UnpublishSettings = SettingsOf<typeof unpublishSettings>;
export type { UnpublishGiven } from './given/unpublish.ts';
