import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { chromium } from '../chromium.ts';
import { writePosts } from './quick-blog.ts';
import { closeBrowser, goTo, openWindow, startStudio } from './studio.ts';

afterAll(closeBrowser);

/** A folder with posts, drafts and a config file that names both. */
function withDrafts(drafts: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  writePosts(join(root, 'posts'));
  mkdirSync(join(root, 'drafts'));
  for (const [name, text] of Object.entries(drafts)) writeFileSync(join(root, 'drafts', name), text);
  const config = { site: { posts: ['posts'], out: 'drafts' }, publishing: { queue: 'drafts', out: 'posts' } };
  writeFileSync(join(root, 'tpdne.config.json'), JSON.stringify(config));
  return root;
}

const draft = (title: string, body: string) => `---\ntitle: "${title}"\ngenerated: true\n---\n\n${body}\n`;

/** Everything that could run in a page, as a model might write it, or a person who means harm. */
const HOSTILE = [
  '<script>window.ran = "script"</script>',
  '<img src="x" onerror="window.ran = \'image\'">',
  '<svg><script>window.ran = "svg"</script><animate onbegin="window.ran = \'animate\'" /></svg>',
  '<iframe srcdoc="<script>parent.ran = \'frame\'</script>"></iframe>',
  '[a link](javascript:window.ran="link")',
  '<a href="java&#115;cript:window.ran=\'entity\'">another link</a>',
  '<form action="https://evil.example"><button autofocus onfocus="window.ran = \'focus\'">x</button></form>',
  '<style>@import "https://evil.example/x.css"; * { display: none }</style>',
  '![a picture](https://evil.example/pixel.png)',
  '<details open ontoggle="window.ran = \'toggle\'">x</details>',
  '<math><mi xlink:href="javascript:window.ran=1">x</mi></math>',
  '<object data="https://evil.example/x"></object><embed src="https://evil.example/y"><base href="https://evil.example/">',
].join('\n\n');

describe.skipIf(chromium === null)('the queue', () => {
  test('a draft full of script is text: nothing in it runs, asks another host, or leads anywhere', async () => {
    const root = withDrafts({
      'bad.md': draft('<script>window.ran = 1</script>', `It begins.\n\n${HOSTILE}\n\nIt ends.`),
    });
    const studio = await startStudio(root);
    const { page } = await openWindow();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    await page.goto(studio.address);
    await goTo(page, 'review');
    await page.getByText('It ends.').first().waitFor();
    for (const link of await page.locator('main a', { hasText: 'link' }).all()) await link.click({ trial: true });
    await page.waitForTimeout(500);
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect([...hosts]).toEqual([studio.origin]);
    const addresses = (await page.evaluate(
      `[...document.querySelectorAll('main [href], main [src], main [action], main [srcdoc]')].map((each) =>
        each.href ?? each.src ?? each.action ?? each.srcdoc)`,
    )) as string[];
    expect(addresses.filter((address) => /^(?:javascript|data:text)/i.test(String(address)))).toEqual([]);
    const dangerous = 'main script, main iframe, main form[action], main style, main object, main embed, main base';
    expect(await page.locator(dangerous).count()).toBe(0);
    // Edited, it is text too.
    await page.getByRole('button', { name: /^Edit/ }).click();
    await page.locator('.cm-content').waitFor();
    expect(await page.evaluate('window.ran')).toBeUndefined();
  });

  test('500 drafts are looked over with j, k, a and h', async () => {
    const names = Array.from({ length: 500 }, (_, i) => `draft-${String(i).padStart(3, '0')}`);
    const drafts = names.map((name) => [
      `${name}.md`,
      draft(name, `The text of ${name}. ${'It goes on. '.repeat(30)}`),
    ]);
    const root = withDrafts(Object.fromEntries(drafts));
    const studio = await startStudio(root);
    const { page, problems } = await openWindow();
    await page.goto(studio.address);
    await goTo(page, 'review');
    await page.getByRole('heading', { name: 'draft-000' }).waitFor();
    for (let i = 0; i < 120; i++) await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'draft-120' }).waitFor();
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: 'draft-119' }).waitFor();
    await page.keyboard.press('a');
    const text = () => readFileSync(join(root, 'drafts/draft-119.md'), 'utf8');
    await expect.poll(text).toContain('approved: true');
    await page.keyboard.press('u');
    await expect.poll(text).not.toContain('approved');
    await expect
      .poll(() =>
        page
          .getByRole('heading', { name: /^draft-1/ })
          .first()
          .textContent(),
      )
      .toBe('draft-119');
    await page.keyboard.press('h');
    await expect.poll(text).toContain('approved: false');
    // Beside them there may be the lock of a decision.
    const files = readdirSync(join(root, 'drafts')).filter((name) => name.endsWith('.md'));
    const decided = files.filter((name) => readFileSync(join(root, 'drafts', name), 'utf8').includes('approved'));
    expect(decided).toEqual(['draft-119.md']);
    expect(problems).toEqual([]);
  });

  test('what was done can be undone after a reload, the last thing first', async () => {
    const drafts = Object.fromEntries(
      ['a', 'b', 'c'].map((name) => [`${name}.md`, draft(name, `The text of ${name}.`)]),
    );
    const root = withDrafts(drafts);
    const read = (name: string) => readFileSync(join(root, 'drafts', name), 'utf8');
    const names = () => readdirSync(join(root, 'drafts')).filter((name) => name.endsWith('.md'));
    const studio = await startStudio(root);
    const { page, problems } = await openWindow();
    await page.goto(studio.address);
    await goTo(page, 'review');
    await page.getByRole('heading', { name: 'a', exact: true }).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'b', exact: true }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('heading', { name: 'c', exact: true }).waitFor();
    await page.keyboard.press('e');
    await page.locator('.cm-content').press('Control+End');
    await page.keyboard.type('More of it.');
    await page.keyboard.press('Control+s');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved c.md.').waitFor();
    await page.reload();
    const undone = async (what: string) => {
      await page.getByRole('button', { name: /^Undo/ }).waitFor();
      await page.keyboard.press('u');
      await page.getByText(`Undone: ${what}.`).waitFor();
    };
    expect([names(), read('c.md').includes('More of it.')]).toEqual([['a.md', 'c.md'], true]);
    await undone('Saved c.md');
    expect(read('c.md')).toBe(drafts['c.md']);
    await page.reload();
    await undone('Moved b.md to the trash');
    expect(read('b.md')).toBe(drafts['b.md']);
    // What was written meanwhile stays, and that step is given up: it can never be undone.
    writeFileSync(join(root, 'drafts/a.md'), `${read('a.md')}\nBy hand.\n`);
    await page.keyboard.press('u');
    await page.getByRole('alert').getByText('changed meanwhile').waitFor();
    expect(read('a.md')).toContain('By hand.');
    await page.getByRole('button', { name: /^Undo/ }).waitFor({ state: 'detached' });
    expect(problems.filter((problem) => !problem.includes('409'))).toEqual([]);
  });
});
