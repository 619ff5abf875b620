/** The settings that say when posts go out, in their order, with words for people. */
export const SCHEDULE_FIELDS: Readonly<Record<string, { readonly label: string; readonly help: string }>> = {
  every: {
    label: 'How often',
    help: 'Every day, every weekday (Monday to Friday), or on one day of each week. Once: only when you publish a post.',
  },
  at: { label: 'At what time', help: 'Hours and minutes, such as 09:00 or 18:30.' },
  timezone: {
    label: 'Time zone',
    help: 'Where this time and the dates of your posts are counted, such as Europe/Berlin or America/New_York.',
  },
  missed: {
    label: 'Times that were missed',
    help: 'While nothing published, because the computer was off, say. Latest: one post makes up for all of them. Each: a post for every one.',
  },
};

/** Programs that can start publishing in time, and where. */
export const TIMERS: readonly { readonly print: string; readonly words: string }[] = [
  { print: 'github-actions', words: 'On GitHub, if your blog is a repository there; this computer may be off:' },
  { print: 'systemd', words: 'On this computer, with Linux, while it is on:' },
  { print: 'cron', words: 'On this computer, with Linux or macOS, while it is on:' },
];
