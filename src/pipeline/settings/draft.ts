import { runSettings } from './run.ts';
import { inSection, type SettingsOf } from './settings-table.ts';
import { cleaningSettings, postsSetting, readingSettings, siteSetting, timeZoneSetting } from './shared.ts';
import { subjectSettings } from './subject.ts';

export const draftSettings = {
  ...inSection(null, {
    file: {
      type: 'path',
      default: null,
      absent: 'the text is given with text',
      help: 'File with the text: its title is the first line, unless title gives another one.',
    },
    text: {
      type: 'strings',
      placeholder: 'text',
      default: null,
      absent: 'the text is in a file',
      help: 'The text itself, instead of a file.',
    },
    title: {
      type: 'text',
      default: null,
      absent: 'that of the text',
      help: 'Title of the draft, kept word for word; the text then need not have one.',
    },
    tags: { ...subjectSettings.tags, help: 'Tags of the draft, kept word for word.' },
  }),
  ...postsSetting,
  out: { ...runSettings.out, help: 'Folder for the draft; existing files are never overwritten.' },
  into_posts: runSettings.into_posts,
  cover: runSettings.cover,
  ...readingSettings,
  label: {
    ...readingSettings.label,
    help: 'Front matter key that marks posts written by a model; none leaves the draft unmarked.',
  },
  ...siteSetting,
  ...timeZoneSetting,
  keep_near_duplicates: cleaningSettings.keep_near_duplicates,
} as const;

export type DraftSettings = SettingsOf<typeof draftSettings>;
export type { DraftGiven } from './given/draft.ts';
