import { FREQUENCIES } from '../../blog/publishing/schedule.ts';
import { group, type SettingsOf } from './settings-table.ts';
import {
  machineSettings,
  minScoreSetting,
  modelSetting,
  postsSetting,
  readingSettings,
  timeZoneSetting,
  yesSetting,
} from './shared.ts';
import { trainSettings } from './train.ts';

const target = group('Where', {
  to: {
    type: 'choice',
    choices: ['folder', 'ghost', 'wordpress'],
    default: 'folder',
    help: "folder: the site's folder of posts; ghost or wordpress: the blog at --url.",
  },
  out: {
    type: 'path',
    default: null,
    absent: 'the site in the current folder',
    help: 'For folder: the site or its folder of posts; existing files are never overwritten.',
  },
  url: { type: 'text', default: null, absent: 'none', help: 'For ghost and wordpress: the address of the blog.' },
  as_draft: {
    type: 'boolean',
    default: false,
    help: 'For ghost and wordpress: upload the post as a draft, for you to publish there.',
  },
  ghost_source: {
    type: 'choice',
    choices: ['html', 'lexical'],
    default: null,
    absent: 'html',
    help: 'For ghost: html becomes blocks in the editor; lexical is a single card with the original Markdown.',
  },
  git: {
    type: 'choice',
    choices: ['none', 'commit', 'push'],
    default: 'none',
    help: 'Commit the post, the removed draft and the journal, and nothing else; push also pushes the commit.',
  },
});

const time = group('When', {
  every: {
    type: 'choice',
    choices: ['once', ...FREQUENCIES],
    placeholder: 'once|day|weekday|monday|…',
    default: null,
    absent: 'once',
    help: 'once: one post, now; otherwise one every day, every weekday (Monday to Friday), or on this day each week.',
  },
  at: { type: 'text', placeholder: 'hh:mm', default: null, absent: '09:00', help: 'With --every: the time of day.' },
  timezone: {
    ...timeZoneSetting.timezone,
    help: 'Time zone for --at and for the dates of posts, such as Europe/Berlin.',
  },
  missed: {
    type: 'choice',
    choices: ['latest', 'each'],
    default: null,
    absent: 'latest',
    help: 'With --every: publish for the latest missed time, until the next publishing day, or for each missed time.',
  },
  wait: {
    type: 'boolean',
    default: true,
    help: 'With --every: keep running and wait for the next time.',
    off: 'With --every: publish what is due and exit, instead of waiting for the next time.',
  },
  print: {
    type: 'choice',
    section: null,
    choices: ['github-actions', 'systemd', 'cron'],
    default: null,
    absent: 'none',
    help: 'Only print the files that make GitHub or this machine run this command on schedule.',
  },
});

const choice = group('Which draft', {
  auto: {
    type: 'boolean',
    default: false,
    help: 'If no draft is approved, publish the best unreviewed draft written by a model.',
  },
  min_score: {
    ...minScoreSetting.min_score,
    help: 'With --auto: drafts with a lower score are not published without approval.',
  },
});

/** New drafts follow the config file's settings for `tpdne run`; a setting given to `publish` overrides them. */
const AS_RUN = { default: null, section: null, absent: 'the same as for tpdne run' } as const;

const refill = group('New drafts', {
  refill: {
    type: 'integer',
    unit: 'drafts',
    min: 0,
    default: 0,
    help: 'Write new drafts like tpdne run when fewer than this are left in the queue; 0 is off.',
  },
  posts: {
    ...postsSetting.posts,
    ...AS_RUN,
    absent: 'the same as for tpdne run, or the posts in --out',
    help: 'With --refill and --auto: the posts to learn from and to judge drafts against.',
  },
  label: {
    ...readingSettings.label,
    ...AS_RUN,
    help: 'With --refill and --auto: the front matter key that marks drafts written by a model.',
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
    help: 'Folder of drafts; approved: true in the front matter allows publishing, approved: false forbids it.',
  },
  dry_run: { type: 'boolean', section: null, default: false, help: 'Show what would change without changing it.' },
  ...target,
  ...time,
  ...choice,
  ...refill,
} as const;

export type PublishSettings = SettingsOf<typeof publishSettings>;
export type { PublishGiven } from './given/publish.ts';
