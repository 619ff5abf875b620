import { publishSettings } from './publish.ts';
import { runSettings } from './run.ts';
import { type GivenSettings, inSection, type SettingsOf } from './settings-table.ts';
import { machineSettings, postsSetting, readingSettings, siteSetting } from './shared.ts';

export const doctorSettings = {
  posts: { ...postsSetting.posts, default: null, absent: 'those of the current folder, if that is a site' },
  out: { ...runSettings.out, default: null, absent: 'the folder that init proposes', help: 'Folder of the new posts.' },
  ...inSection('publishing', {
    queue: { ...publishSettings.queue, default: null, absent: 'that of the new posts', help: 'Folder of drafts.' },
  }),
  ...inSection(null, {
    json: { type: 'boolean', default: false, help: 'Say it as JSON.' },
  }),
  ...readingSettings,
  ...siteSetting,
  ...machineSettings,
} as const;

export type DoctorSettings = SettingsOf<typeof doctorSettings>;
export type DoctorGiven = GivenSettings<typeof doctorSettings>;
