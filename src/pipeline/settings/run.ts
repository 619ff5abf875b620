import { adapterSettings } from './adapter.ts';
import { rankSettings } from './ranks.ts';
import { BEST_OF, defaultByStart, rateByStart, USUAL_WINDOW_IN_WORDS } from './recipes.ts';
import { recordSettings } from './records.ts';
import { group, inSection, type SettingsOf } from './settings-table.ts';
import {
  choosingSettings,
  cleaningSettings,
  formatSetting,
  machineSettings,
  minScoreSetting,
  modelSetting,
  postsSetting,
  readingSettings,
  siteSetting,
  timeZoneSetting,
} from './shared.ts';
import { subjectSettings } from './subject.ts';
import { trainSettings } from './train.ts';
import { trainingSampleSettings } from './training-samples.ts';
import { writingSamplingSettings } from './writing.ts';

const { run_name, batch_size, window, learning_rate, save_every } = trainSettings;

const training = group('Training', {
  ...modelSetting,
  run_name,
  fresh: {
    type: 'boolean',
    section: null,
    default: false,
    help: 'Start over: delete what the run has learned so far, and train it from its base model again.',
  },
  ...inSection('training', {
    steps: {
      ...trainSettings.steps,
      absent: 'a few passes over the posts, as long as the validation loss falls',
      help: 'Maximum number of training steps on these posts; counted anew when posts are added.',
    },
    batch_size: { ...batch_size, default: null, absent: defaultByStart(({ batch_size }) => String(batch_size)) },
    window: {
      ...window,
      absent: defaultByStart(({ window }) => (window === null ? USUAL_WINDOW_IN_WORDS : String(window))),
    },
    save_every: { ...save_every, default: 200 },
    learning_rate: { ...learning_rate, absent: rateByStart((recipe) => recipe.learning_rate) },
    ...adapterSettings,
    adapter: { ...adapterSettings.adapter, default: 'auto' },
  }),
});

/** Samples that `run` writes on the way by default: few and short, so that they take less than 3 % of its time. */
export const USUAL_SAMPLES = 3;

const samples = inSection('training', {
  ...trainingSampleSettings,
  sample_every: {
    ...trainingSampleSettings.sample_every,
    default: null,
    absent: `${USUAL_SAMPLES} times`,
  },
  sample_prompt: {
    ...trainingSampleSettings.sample_prompt,
    absent: 'the title of a post that is kept from the training, or else the start of a post',
  },
  sample_length: { ...trainingSampleSettings.sample_length, default: 50 },
});

/** New posts that `run` writes unless it is told how many, or their titles. */
export const USUAL_COUNT = 3;

export const runSettings = {
  ...postsSetting,
  out: { type: 'path', section: 'site', help: 'Folder for the new posts; existing files are never overwritten.' },
  into_posts: {
    type: 'boolean',
    section: 'site',
    default: false,
    help: 'Allow --out to be a folder of published posts: your site then publishes new posts unread.',
  },
  count: {
    type: 'integer',
    unit: 'posts',
    min: 1,
    default: null,
    absent: `${USUAL_COUNT}, or one for each title`,
    help: 'New posts to write.',
  },
  ...choosingSettings,
  best_of: {
    ...choosingSettings.best_of,
    default: null,
    absent: `${BEST_OF.base}; ${BEST_OF.small} for a model smaller than GPT-2`,
  },
  min_score: {
    ...minScoreSetting.min_score,
    help: 'While the best draft of a post has a lower score, more are written, up to twice best_of; 0 is off.',
  },
  ...subjectSettings,
  length: { type: 'integer', unit: 'tokens', min: 1, default: 1023, help: 'Maximum length of a new post.' },
  format: {
    ...formatSetting.format,
    default: null,
    absent: defaultByStart((recipe) => recipe.format),
  },
  ...readingSettings,
  label: {
    ...readingSettings.label,
    help: 'Front matter key that marks posts written by a model; none leaves new posts unmarked.',
  },
  ...timeZoneSetting,
  ...siteSetting,
  cover: {
    type: 'choice',
    section: 'site',
    choices: ['auto', 'none', 'svg', 'png', 'webp', 'jpg'],
    default: 'auto',
    help: 'Picture of a new post, if your newest posts have one; auto: in their format; png, webp, jpg: with sharp.',
  },
  ...cleaningSettings,
  seed: {
    type: 'integer',
    section: 'training',
    min: 0,
    default: 0,
    help: 'The same seed and the same settings give the same posts.',
  },
  ...training,
  ...samples,
  ...recordSettings,
  ...writingSamplingSettings,
  ...machineSettings,
  ...inSection('training', rankSettings),
} as const;

export type RunSettings = SettingsOf<typeof runSettings>;
export type { RunGiven } from './given/run.ts';

/** How many posts `run` writes. */
export function postsToWrite({ count, title }: Pick<RunSettings, 'count' | 'title'>): number {
  return count ?? title?.length ?? USUAL_COUNT;
}
