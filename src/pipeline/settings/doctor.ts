import { publishSettings } from './publish.ts';
import { runSettings } from './run.ts';
import { inSection, type SettingsOf } from './settings-table.ts';
import { machineSettings, postsSetting, readingSettings, siteSetting } from './shared.ts';

export const doctorSettings = {
  posts: { ...postsSetting.posts, default: null, absent: 'the posts of the site in the current folder' },
  out: { ...runSettings.out, default: null, absent: 'the folder that init suggests', help: 'Folder for new posts.' },
  ...inSection('publishing', {
    queue: { ...publishSettings.queue, default: null, absent: 'the folder for new posts', help: 'Folder of drafts.' },
  }),
  ...inSection(null, {}),
  ...readingSettings,
  ...siteSetting,
  ...machineSettings,
} as const;

export type DoctorSettings = SettingsOf<typeof doctorSettings>;
export type { DoctorGiven } from './given/doctor.ts';
