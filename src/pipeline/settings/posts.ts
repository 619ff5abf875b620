import { defaultByStart } from './recipes.ts';
import type { SettingsOf } from './settings-table.ts';
import { cleaningSettings, formatSetting, modelSetting, postsSetting, readingSettings, siteSetting } from './shared.ts';

export const postsSettings = {
  ...postsSetting,
  ...readingSettings,
  ...siteSetting,
  format: { ...formatSetting.format, default: null, absent: defaultByStart((recipe) => recipe.format) },
  ...cleaningSettings,
  model_name: {
    ...modelSetting.model_name,
    absent: 'the one that tpdne run would start from',
    help: 'Model that the posts are for: its vocabulary counts the tokens.',
  },
} as const;

export type PostsSettings = SettingsOf<typeof postsSettings>;
export type { PostsGiven } from './given/posts.ts';
