import { FREQUENCIES } from '../../blog/publishing/schedule.ts';
import { type GivenSettings, group, type SettingsOf } from './settings-table.ts';
import { machineSettings, modelSetting, postsSetting, readingSettings, timeZoneSetting, yesSetting } from './shared.ts';
import { trainSettings } from './train.ts';

const target = group('Where', {
  to: {
    type: 'choice',
    choices: ['folder', 'ghost', 'wordpress'],
    default: 'folder',
    help: "folder: a site's folder of posts; ghost and wordpress: a blog on a server, at --url.",
  },
  out: {
    type: 'path',
    default: null,
    absent: 'that of the site in the current folder',
    help: 'With folder: the site, or its folder of posts; nothing in it is overwritten.',
  },
  url: { type: 'text', default: null, absent: 'none', help: 'With ghost and wordpress: the address of the blog.' },
  as_draft: {
    type: 'boolean',
    default: false,
    help: 'With ghost and wordpress: the post stays a draft there, for you to publish.',
  },
  ghost_source: {
    type: 'choice',
    choices: ['html', 'lexical'],
    default: null,
    absent: 'html',
    help: 'With ghost: html becomes blocks of its editor; lexical is one card with the Markdown as it is.',
  },
  git: {
    type: 'choice',
    choices: ['none', 'commit', 'push'],
    default: 'none',
    help: 'Commit the post, the draft that is gone and the journal, and nothing else, with your own git; and push.',
  },
});

const time = group('When', {
  every: {
    type: 'choice',
    choices: ['once', ...FREQUENCIES],
    placeholder: 'once|day|weekday|monday|…',
    default: null,
    absent: 'once',
    help: 'once: one post, now; or one each day, each weekday (Monday to Friday), or on this day of each week.',
  },
  at: { type: 'text', placeholder: 'hh:mm', default: null, absent: '09:00', help: 'With every: the time of day.' },
  timezone: {
    ...timeZoneSetting.timezone,
    help: 'On whose clock, Europe/Berlin for one; dates of posts are written on it too.',
  },
  missed: {
    type: 'choice',
    choices: ['latest', 'each'],
    default: null,
    absent: 'latest',
    help: 'With every: make up for the latest time that was missed, until the next day of a post; or for each of them.',
  },
  wait: {
    type: 'boolean',
    default: true,
    help: 'With every: stay for the next time; with --no-wait, publish what is due and end, for cron and the like.',
  },
  print: {
    type: 'choice',
    section: null,
    choices: ['github-actions', 'systemd', 'cron'],
    default: null,
    absent: 'none',
    help: 'Print the files by which this machine, or GitHub, starts this command in time, and do nothing else.',
  },
});

/** Where nobody has set `min_score`. */
export const USUAL_MIN_SCORE = 0.5;

const choice = group('Which draft', {
  auto: {
    type: 'boolean',
    default: false,
    help: 'Where no draft is approved, publish the best of those that a model wrote and nobody has reviewed.',
  },
  min_score: {
    type: 'number',
    min: 0,
    max: 1,
    default: null,
    absent: String(USUAL_MIN_SCORE),
    help: 'With auto: drafts that are judged lower wait for a person.',
  },
});

/** What a config file has for `tpdne run` counts for new drafts in any case; what is said here goes before it. */
const AS_RUN = { default: null, section: null, absent: 'as tpdne run has it here' } as const;

const refill = group('New drafts', {
  refill: {
    type: 'integer',
    unit: 'drafts',
    min: 0,
    default: 0,
    help: 'Write new ones, as tpdne run does by the config file, when fewer are left in the queue; 0 is off.',
  },
  posts: {
    ...postsSetting.posts,
    ...AS_RUN,
    absent: 'as tpdne run has them here, else those of --out',
    help: 'With refill and auto: the posts to learn from and to judge by.',
  },
  label: {
    ...readingSettings.label,
    ...AS_RUN,
    help: 'With refill and auto: the key in front matter that says that a model wrote a draft.',
  },
  model_name: { ...modelSetting.model_name, ...AS_RUN },
  ...yesSetting,
  run_name: { ...trainSettings.run_name, ...AS_RUN },
  device: { ...machineSettings.device, ...AS_RUN },
  threads: { ...machineSettings.threads, ...AS_RUN },
  precision: { ...machineSettings.precision, ...AS_RUN },
});

export const publishSettings = {
  queue: {
    type: 'path',
    default: '_drafts',
    help: 'Folder of drafts. One with approved: true in its front matter may go out, one with approved: false may not.',
  },
  dry_run: { type: 'boolean', section: null, default: false, help: 'Show what would change, and change nothing.' },
  ...target,
  ...time,
  ...choice,
  ...refill,
} as const;

export type PublishSettings = SettingsOf<typeof publishSettings>;
export type PublishGiven = GivenSettings<typeof publishSettings>;
