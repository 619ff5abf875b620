import { nextSlot, type Schedule } from '../../../blog/publishing/schedule.ts';
import { shellWord } from '../../../project/shell-word.ts';
import { type Timer, timeOf } from './timer.ts';

/** A workflow for GitHub Actions: `.github/workflows/publish.yml`. */
export function githubActions({ words, schedule, packageAt, secrets, refills, now }: Timer): string {
  const command = ['npx', '--yes', packageAt, ...words].map(shellWord).join(' ');
  const crons = utcTimes(schedule, now);
  return `# Save as .github/workflows/publish.yml. GitHub's clock is UTC${
    crons.length > 1
      ? ', without daylight saving time, so the\n# command runs at each time below and publishes only if a post is due'
      : ''
  }.
name: Publish
on:
  schedule:
${crons.map((cron) => `    - cron: '${cron}' # ${timeOf(schedule.minuteOfDay)} in ${schedule.timeZone}`).join('\n')}
  workflow_dispatch:
concurrency:
  group: tpdne-publish
  cancel-in-progress: false
permissions:
  contents: write
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
${refills ? CHECKPOINTS : ''}      - run: |
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          ${command}
${environmentOf(secrets)}`;
}

/** Keeps the trained model for the next run. */
const CHECKPOINTS = `      - uses: actions/cache@v4
        with:
          path: |
            checkpoint
            models
          key: tpdne-\${{ github.run_id }}
          restore-keys: tpdne-
`;

function environmentOf(secrets: readonly string[]): string {
  if (secrets.length === 0) return '';
  return `        env:\n${secrets.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}`;
}

/** Enough to include every clock change in a year. */
const SLOTS_AHEAD = 366;

/** The times of a schedule in UTC, in cron syntax: two if the time zone has daylight saving time. */
export function utcTimes(schedule: Schedule, now: Date): string[] {
  const days = new Map<string, Set<number>>();
  let moment = now;
  for (let count = 0; count < SLOTS_AHEAD; count++) {
    moment = nextSlot(schedule, moment).moment;
    const time = `${moment.getUTCMinutes()} ${moment.getUTCHours()}`;
    days.set(time, (days.get(time) ?? new Set()).add(moment.getUTCDay()));
  }
  const onDays = (weekdays: Set<number>) => (schedule.every === 'day' ? '*' : [...weekdays].sort().join(','));
  return Array.from(days, ([time, weekdays]) => `${time} * * ${onDays(weekdays)}`).sort();
}
