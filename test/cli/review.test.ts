import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { approveCommand, holdCommand } from '../../src/cli/approve.ts';
import { discardCommand } from '../../src/cli/discard.ts';
import { jsonOutput } from '../../src/cli/json-lines.ts';
import { reviewCommand } from '../../src/cli/review.ts';
import {
  approveSettings,
  discardSettings,
  holdSettings,
  type ReviewGiven,
  reviewSettings,
} from '../../src/pipeline/settings/review.ts';
import { checkSettings } from '../../src/pipeline/settings/settings-table.ts';
import { TinyBlog } from '../pipeline/publish/tiny-blog.ts';
import { fakeSurroundings } from './fake-surroundings.ts';
import { fakeTerminal } from './fake-terminal.ts';

let blog: TinyBlog;
beforeEach(() => {
  blog = new TinyBlog();
  blog.draft('a', '');
  blog.write(
    '_drafts/b.md',
    '---\ntitle: 猫 \u001b[31mred\n---\n\nLook: a cup of *something* warm stood on the table. And then.\n',
  );
});
afterEach(() => void vi.unstubAllEnvs());

const settingsOf = (some: ReviewGiven = {}) =>
  checkSettings(reviewSettings, { queue: blog.queue, posts: [blog.posts], ...some });

/** Reviews the queue with these keys. */
async function press(
  keys: readonly string[],
  some: ReviewGiven = {},
  size: { columns?: number; rows?: number; hasColor?: boolean } = {},
) {
  const fake = fakeTerminal(keys, size);
  const shown = fakeSurroundings([], { terminal: fake.terminal, root: blog.root });
  await reviewCommand.run({ ...shown.surroundings, config: null, settings: settingsOf(some) });
  return { ...fake, ...shown };
}

describe('tpdne review on a terminal', () => {
  it('shows a draft with its score, warnings and marked copies, safely and within the width', async () => {
    const { screens, states } = await press(['n', 'q'], {}, { columns: 40, rows: 40 });
    const [first, second] = screens;
    expect(first).toMatch(/^The a\nDraft 1 of 2, not reviewed:\n/);
    expect(first).toContain('! It is short: three in four of your');
    expect(second.split('\n')[0]).toBe('猫 \ufffd[31mred');
    expect(second).toMatch(/score 0\.\d\d · 9/);
    const text = second.split('\n');
    expect(text.join(' ')).toMatch(/Look: \[\[a cup of \*something\* warm\]\] \[\[stood on the table\]\]\(1\)\. And/);
    expect(text.join(' ')).toMatch(/Copied: \(1\) 9 words from .*2026-01-01-cup\.md/);
    expect(Math.max(...text.filter((line) => !line.includes('/')).map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(text).toHaveLength(40);
    expect(states).toEqual(['open', 'close', 'close']);
    const colored = await press(['n', 'q'], {}, { hasColor: true, rows: 40 });
    expect(colored.screens[1]).toContain(
      '\x1b[4;33ma cup of *something* warm stood on the table\x1b[0m\x1b[33m(1)\x1b[0m. And',
    );
  });

  it.each([40, 41, 60, 69, 70, 71, 120])('shows all keys and whole messages in %i columns', async (columns) => {
    const { screens } = await press(['d', 'n', 'q'], {}, { columns, rows: 24 });
    const keys = ['a approve', 'h hold', 'e edit', 'd delete', 'u undo', 'n next', 'b back', 'q quit'];
    for (const [screen, shown] of [
      [screens[0], keys],
      [screens[1], ['y delete it', 'any other key keep it']],
    ] as const) {
      const lines = screen.split('\n');
      expect(lines).toHaveLength(24);
      for (const key of shown)
        expect(
          lines.some((line) => line.includes(key)),
          key,
        ).toBe(true);
      expect(Math.max(...lines.slice(-6).map((line) => line.length))).toBeLessThan(columns);
    }
    expect(screens[0].endsWith(`\n${keys.join('  ')}`)).toBe(columns > 66);
    expect(screens[1].replace(/\s+/g, ' ')).toContain(
      'Delete this draft? It goes to the trash of the queue, and u takes it back. y delete it',
    );
  });

  it('approves, holds back, undoes, and says so on the next screen', async () => {
    const { screens, printed } = await press(['a', 'h', 'u', 'x', 'b', 'q']);
    expect(screens[1]).toContain(`Approved: ${blog.queue}/a.md`);
    expect(screens[2]).toMatch(/^That was the last draft\.\n[\s\S]*Held back: .*b\.md\nu undo {2}b back {2}q quit$/);
    expect(screens[3]).toContain(`Undone: ${blog.queue}/b.md`);
    expect(screens[4]).toContain('There is no key x.');
    expect(screens[5]).toContain('Draft 1 of 2, approved');
    expect(printed).toEqual(['In the queue: 1 approved, 1 unreviewed, 0 held back.']);
    expect(blog.read('_drafts/a.md')).toContain('approved: true');
    expect(blog.read('_drafts/b.md')).not.toContain('approved');
  });

  it('asks before it deletes', async () => {
    const { screens } = await press(['d', 'n', 'd', 'y', 'q']);
    expect(screens[1]).toContain('Delete this draft? It goes to the trash of the queue, and u takes it back.');
    expect(screens[2]).toContain('It stays.');
    expect(screens[4]).toContain(`Moved to ${blog.queue}/.trash/a.md`);
    expect(blog.names('queue')).toEqual(['b.md']);
  });

  it('shows a long draft a screen at a time, as less does', async () => {
    blog.write(
      '_drafts/a.md',
      `---\ntitle: A\n---\n\n${Array.from({ length: 30 }, (_, i) => `Line ${i}.\n\n`).join('')}`,
    );
    const keys = ['space', 'down', 'up', 'pageup', 'end', 'home', 'end', 'resize', 'space', 'q'];
    const { screens } = await press(keys, { posts: null as never }, { rows: 12 });
    const feet = screens.map((screen) => screen.split('\n').at(-2));
    expect(feet.slice(0, 4)).toEqual([
      'Lines 1 to 10 of 63; space shows more',
      'Lines 11 to 20 of 63; space shows more',
      'Lines 12 to 21 of 63; space shows more',
      'Lines 11 to 20 of 63; space shows more',
    ]);
    expect(feet.slice(4, 9)).toEqual([
      'Lines 1 to 10 of 63; space shows more',
      'Lines 54 to 63 of 63',
      'Lines 1 to 10 of 63; space shows more',
      'Lines 54 to 63 of 63',
      'Lines 54 to 63 of 63',
    ]);
    expect(screens[9]).toContain('Draft 2 of 2');
  });

  it('calls the editor with the terminal as it was, and shows the draft again', async () => {
    const editor = join(blog.root, 'editor');
    writeFileSync(editor, '#!/bin/sh\n[ "$1" = --wait ] || exit 3\nsed -i.bak "s/About/Edited/" "$2"; rm "$2.bak"\n');
    chmodSync(editor, 0o755);
    vi.stubEnv('VISUAL', `${editor} --wait`);
    const { screens, states } = await press(['e', 'q']);
    expect(states).toEqual(['open', 'close', 'open', 'close', 'close']);
    expect(screens[1]).toContain(`Edited: ${blog.queue}/a.md`);
    expect(screens[1]).toContain('Edited the a.');
    vi.stubEnv('VISUAL', editor);
    expect((await press(['e', 'q'])).screens[1]).toContain(`The editor, ${editor}, ended with exit code 3.`);
    vi.stubEnv('VISUAL', '');
    vi.stubEnv('EDITOR', '');
    expect((await press(['e', 'q'])).screens[1]).toContain('No editor is set: put one into the environment variable');
  });

  it('leaves the terminal as it was when interrupted', async () => {
    const fake = fakeTerminal([]);
    const { surroundings, stop, printed } = fakeSurroundings([], { terminal: fake.terminal, root: blog.root });
    const key = async () => {
      stop.abort();
      return null;
    };
    const interrupted = { ...fake.terminal, key };
    const running = reviewCommand.run({ ...surroundings, terminal: interrupted, config: null, settings: settingsOf() });
    await expect(running).rejects.toThrow('abort');
    expect([fake.states.at(0), fake.states.at(-1), printed]).toEqual(['open', 'close', []]);
  });
});

describe('tpdne review without a screen', () => {
  it('asks for words, as suits screen readers', async () => {
    const answers = ['what', 'delete', 'no', 'Approve', '', 'undo', 'back', 'q'];
    const { surroundings, printed, asked } = fakeSurroundings(answers, { root: blog.root });
    await reviewCommand.run({ ...surroundings, config: null, settings: settingsOf() });
    expect(asked[0]).toBe('approve, hold, edit, delete, undo, next, back or quit? [next] ');
    expect(asked).toContain('That was the last draft. undo, back or quit? [quit] ');
    const text = printed.join('\n');
    expect(text).toContain('what is none of these; the first letter is enough.');
    expect(text).toContain('It stays.');
    expect(text).toContain(`Approved: ${blog.queue}/a.md`);
    expect(text).toContain(`Undone: ${blog.queue}/a.md`);
    expect(text).toContain('[[a cup of *something* warm stood on the table]](1)');
    expect(text).not.toContain('\x1b');
    expect(blog.read('_drafts/a.md')).not.toContain('approved');
  });

  it('does so on a terminal too with --plain', async () => {
    const { screens } = await press([], { plain: true });
    expect(screens).toEqual([]);
  });

  it('lists the queue if nobody can answer, and says how to approve', async () => {
    const { surroundings, printed, noted } = fakeSurroundings([], { canAsk: false, root: blog.root });
    blog.write('_drafts/c.md', 'No front matter.\n');
    await reviewCommand.run({ ...surroundings, config: null, settings: settingsOf() });
    const [list] = printed;
    expect(list.split('\n')[0]).toMatch(/^title +date +words +copied in a row +score +state +file$/);
    expect(list).toMatch(/\nThe a +- +3 +\d +0\.\d\d +not reviewed +.*_drafts\/a\.md\n/);
    expect(list).toContain('To let one of the 2 drafts be published: tpdne approve <file>.');
    expect(noted).toContainEqual(expect.stringMatching(/c\.md cannot be reviewed: line 1: it has no front matter/));
  });

  it('prints a line of JSON for each draft with --json', async () => {
    const { surroundings, printed } = fakeSurroundings([], { root: blog.root });
    const output = jsonOutput(surroundings.screen);
    await reviewCommand.run({ ...surroundings, ...output, json: true, config: null, settings: settingsOf({}) });
    const lines = printed.map((line) => JSON.parse(line));
    const drafts = lines.filter(({ type }) => type === 'draft-shown').map(({ draft }) => draft);
    expect(drafts.map(({ title, approval }) => [title, approval])).toEqual([
      ['The a', 'unreviewed'],
      ['猫 \u001b[31mred', 'unreviewed'],
    ]);
    expect(drafts[0]).toMatchObject({
      judgement: { score: expect.any(Number) },
      copied: [],
    });
  });
});

it('tpdne approve and hold say what they did', async () => {
  const { surroundings, printed } = fakeSurroundings([], { root: blog.root });
  const given = { queue: blog.queue, files: ['a.md'] };
  const context = { ...surroundings, config: null };
  for (const _ of [1, 2]) await approveCommand.run({ ...context, settings: checkSettings(approveSettings, given) });
  for (const _ of [1, 2]) await holdCommand.run({ ...context, settings: checkSettings(holdSettings, given) });
  const path = join(blog.queue, 'a.md');
  expect(printed).toEqual([
    `Approved ${path}.`,
    `${path} was already approved.`,
    `Held back ${path}.`,
    `${path} was already held back.`,
  ]);
});

it('tpdne approve names the day, and discard says where a draft is', async () => {
  const { surroundings, printed } = fakeSurroundings([], { root: blog.root });
  const context = { ...surroundings, config: null };
  const given = { queue: blog.queue, files: ['a.md'] };
  await approveCommand.run({ ...context, settings: checkSettings(approveSettings, { ...given, for: '2026-12-05' }) });
  for (const restore of [false, true]) {
    await discardCommand.run({ ...context, settings: checkSettings(discardSettings, { ...given, restore }) });
  }
  const [path, trash] = [join(blog.queue, 'a.md'), join(blog.queue, '.trash/a.md')];
  expect(printed).toEqual([
    `Approved ${path} for 2026-12-05.`,
    `Moved ${path} to ${trash}.`,
    `Moved ${trash} back to ${path}.`,
  ]);
});
