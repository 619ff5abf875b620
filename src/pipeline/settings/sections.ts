/** The sections of a config file, in their order, and what each is about. A setting says in which it stands. */
export const sections = {
  site: 'The blog: where its posts are, and where new ones go.',
  formats: 'What the model sees of a post, and in which form other things are written.',
  model: 'Which model learns, and on which part of the machine.',
  training: 'How it learns.',
  writing: 'How it writes.',
  publishing: 'How new posts go out.',
} as const;

export type Section = keyof typeof sections;
