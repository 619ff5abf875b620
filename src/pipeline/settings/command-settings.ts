import { completionSettings } from './completion.ts';
import { continueSettings } from './continue.ts';
import { doctorSettings } from './doctor.ts';
import { downloadSettings } from './download.ts';
import { draftSettings } from './draft.ts';
import { encodeSettings } from './encode.ts';
import { evaluateSettings } from './evaluate.ts';
import { exportSettings } from './export.ts';
import { generateSettings } from './generate.ts';
import { importSettings } from './import.ts';
import { initSettings } from './init.ts';
import { interactiveSettings } from './interactive.ts';
import { judgeSettings } from './judge.ts';
import { modelsSettings } from './models.ts';
import { postsSettings } from './posts.ts';
import { prepareSettings } from './prepare.ts';
import { publishSettings } from './publish.ts';
import { removeSettings } from './remove.ts';
import { reportSettings } from './report.ts';
import { approveSettings, discardSettings, holdSettings, reviewSettings } from './review.ts';
import { runSettings } from './run.ts';
import type { Section } from './sections.ts';
import { serveSettings } from './serve.ts';
import type { SettingsTable } from './settings-table.ts';
import { showSettings } from './show.ts';
import { studioSettings } from './studio.ts';
import { trainSettings } from './train.ts';
import { unpublishSettings } from './unpublish.ts';

/** The settings of a command, and the config file section for those settings that do not name one. */
export interface CommandSettings {
  readonly settings: SettingsTable;
  /** Null: the command has no section; it only takes settings from the sections of other commands. */
  readonly section: Section | null;
}

/** The settings of every command, by command name. The keys, type and schema of a config file are derived from this table. */
export const commandSettings = {
  studio: { settings: studioSettings, section: null },
  init: { settings: initSettings, section: null },
  doctor: { settings: doctorSettings, section: null },
  run: { settings: runSettings, section: 'writing' },
  posts: { settings: postsSettings, section: null },
  import: { settings: importSettings, section: 'site' },
  prepare: { settings: prepareSettings, section: 'formats' },
  encode: { settings: encodeSettings, section: 'formats' },
  download: { settings: downloadSettings, section: null },
  models: { settings: modelsSettings, section: null },
  show: { settings: showSettings, section: null },
  train: { settings: trainSettings, section: 'training' },
  evaluate: { settings: evaluateSettings, section: null },
  generate: { settings: generateSettings, section: 'writing' },
  draft: { settings: draftSettings, section: 'writing' },
  continue: { settings: continueSettings, section: 'writing' },
  interactive: { settings: interactiveSettings, section: 'writing' },
  serve: { settings: serveSettings, section: 'writing' },
  judge: { settings: judgeSettings, section: 'writing' },
  report: { settings: reportSettings, section: null },
  review: { settings: reviewSettings, section: 'publishing' },
  approve: { settings: approveSettings, section: 'publishing' },
  hold: { settings: holdSettings, section: 'publishing' },
  discard: { settings: discardSettings, section: 'publishing' },
  publish: { settings: publishSettings, section: 'publishing' },
  remove: { settings: removeSettings, section: null },
  completion: { settings: completionSettings, section: null },
  unpublish: { settings: unpublishSettings, section: 'publishing' },
  export: { settings: exportSettings, section: 'formats' },
} as const satisfies Readonly<Record<string, CommandSettings>>;
