/** The sections of a config file, in order, with a description of each. */
export const sections = {
  site: 'The blog: where its posts are, and where new ones go.',
  formats: 'How posts are turned into training text, and the formats of other files.',
  model: 'Which model to train, and on which device.',
  training: 'How the model is trained.',
  writing: 'How the model writes.',
  publishing: 'How new posts are published.',
} as const;

export type Section = keyof typeof sections;
