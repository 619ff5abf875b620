import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import type { Schedule } from '../../../../src/blog/publishing/schedule.ts';
import { publishPlan } from '../../../../src/pipeline/publish/publish-plan.ts';
import { cron } from '../../../../src/pipeline/publish/timers/cron.ts';
import { utcTimes } from '../../../../src/pipeline/publish/timers/github-actions.ts';
import type { Timer } from '../../../../src/pipeline/publish/timers/timer.ts';
import { timerText } from '../../../../src/pipeline/publish/timers/timer-text.ts';
import { type PublishGiven, publishSettings } from '../../../../src/pipeline/settings/publish.ts';
import { checkSettings } from '../../../../src/pipeline/settings/settings-table.ts';

const now = new Date('2026-11-24T12:00:00Z');
const program = {
  command: ['/usr/bin/node', '/usr/local/bin/tpdne'],
  folder: '/home/ann/blog',
  packageName: 'this-post-does-not-exist',
  node: 'v20',
  platform: 'linux-x64',
  version: '0.1.0',
};

function printed(given: PublishGiven): string {
  const settings = checkSettings(publishSettings, { timezone: 'Europe/Berlin', ...given });
  return timerText(settings, publishPlan(settings).schedule!, program, now).trimEnd();
}

const folder = { queue: '_drafts', out: '_posts', every: 'day', at: '09:00' } as const;
const shown = {
  'github-actions': printed({ ...folder, print: 'github-actions' }),
  systemd: printed({ ...folder, every: 'weekday', git: 'push', print: 'systemd' }),
  cron: printed({ every: 'day', to: 'ghost', url: 'https://blog.example', print: 'cron' }),
};

test('docs/timers.md shows what is printed', () => {
  const page = readFileSync(new URL('../../../../docs/timers.md', import.meta.url), 'utf8');
  const blocks = Array.from(page.matchAll(/```\w+\n(.*?)\n```/gs), ([, block]) => block);
  expect(blocks).toEqual(Object.values(shown));
});

describe('a workflow', () => {
  it('is a valid GitHub workflow', () => {
    const workflow = parse(
      printed({ ...folder, to: 'folder', refill: 5, queue: 'my drafts', print: 'github-actions' }),
    );
    expect(workflow.on.schedule).toEqual([{ cron: '0 7 * * *' }, { cron: '0 8 * * *' }]);
    expect(workflow.concurrency).toEqual({ group: 'tpdne-publish', 'cancel-in-progress': false });
    expect(workflow.permissions).toEqual({ contents: 'write' });
    const { steps } = workflow.jobs.publish;
    expect(steps.map(({ uses }: { uses?: string }) => uses?.replace(/@.*/, ''))).toEqual([
      'actions/checkout',
      'actions/setup-node',
      'actions/cache',
      undefined,
    ]);
    expect(steps.at(-1).run).toContain(
      "npx --yes this-post-does-not-exist@0.1.0 publish 'my drafts' --out _posts --git push --every day --at 09:00 " +
        '--timezone Europe/Berlin --no-wait --refill 5',
    );
  });

  it('gets its secrets from GitHub', () => {
    const secretOf = (name: string) => `${'$'}{{ secrets.${name} }}`;
    const workflow = parse(
      printed({ every: 'day', to: 'wordpress', url: 'https://blog.example', print: 'github-actions' }),
    );
    expect(workflow.jobs.publish.steps.at(-1).env).toEqual({
      WORDPRESS_USER: secretOf('WORDPRESS_USER'),
      WORDPRESS_APPLICATION_PASSWORD: secretOf('WORDPRESS_APPLICATION_PASSWORD'),
    });
  });

  test.each([
    ['day', 540, 'Europe/Berlin', ['0 7 * * *', '0 8 * * *']],
    ['day', 540, 'Asia/Tokyo', ['0 0 * * *']],
    ['monday', 540, 'Pacific/Auckland', ['0 20 * * 0', '0 21 * * 0']],
    ['weekday', 1410, 'America/New_York', ['30 3 * * 2,3,4,5,6', '30 4 * * 2,3,4,5,6']],
    ['sunday', 540, 'Asia/Kathmandu', ['15 3 * * 0']],
  ] as const)('converts every %s at minute %s in %s to UTC', (every, minuteOfDay, timeZone, times) => {
    expect(utcTimes({ every, minuteOfDay, timeZone }, now)).toEqual(times);
  });
});

test('arguments with spaces and special characters are quoted', () => {
  const queue = `_dra'fts 100% of $HOME "x"`;
  const line = printed({ ...folder, queue, print: 'cron' })
    .split('\n')
    .at(-1)!;
  // Cron removes the backslash before a percent sign and passes the rest to the shell.
  const command = line
    .replace(/^(\S+ ){5}/, '')
    .replaceAll('\\%', '%')
    .replace('/usr/bin/node /usr/local/bin/tpdne', "printf '%s\\n'");
  const words = execFileSync('sh', ['-c', command.replace('cd /home/ann/blog && ', '').replace(' > /dev/null', '')], {
    encoding: 'utf8',
  });
  expect(words.split('\n').slice(0, 2)).toEqual(['publish', queue]);
  const unit = printed({ ...folder, queue, print: 'systemd' });
  expect(unit).toContain(`"_dra'fts 100%% of $$HOME \\"x\\""`);
});

test("a line for cron uses the machine's time zone", () => {
  const schedule: Schedule = { every: 'day', minuteOfDay: 560, timeZone: 'Europe/Berlin' };
  const timer: Timer = {
    words: ['publish'],
    schedule,
    command: ['tpdne'],
    packageAt: '',
    folder: '/blog',
    secrets: [],
    refills: false,
    now,
  };
  const minuteIn = (zone: string) => cron(timer, zone).split('\n').at(-2)!.split(' ')[0];
  expect(minuteIn('UTC')).toBe('20');
  expect(minuteIn('Asia/Kolkata')).toBe('50');
  expect(minuteIn('America/St_Johns')).toBe('50');
});
