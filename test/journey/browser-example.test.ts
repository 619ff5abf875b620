import { describe, expect, test } from 'vitest';
import { chromium, openPage } from './chromium.ts';
import { serveFolder } from './serve-folder.ts';
import { root } from './tpdne.ts';

/** A program for the page: resolves to the text of its status line as soon as that begins with a word. */
const statusWith = (word: string) => `new Promise((resolve, reject) => {
  window.addEventListener('error', ({ message }) => reject(new Error(message)));
  window.addEventListener('unhandledrejection', ({ reason }) => reject(reason));
  const look = () => {
    const status = document.querySelector('#status')?.textContent ?? '';
    if (status.startsWith('${word}')) resolve(status);
    else setTimeout(look, 100);
  };
  look();
})`;

describe.skipIf(chromium === null)(`the page in examples/browser${chromium ? '' : ' (skipped: no Chromium)'}`, () => {
  test('loads the bundled model and writes a sentence', async () => {
    const evaluate = await openPage(`${await serveFolder(root)}/examples/browser/index.html`);
    expect(await evaluate(statusWith('Loaded'))).toMatch(/^Loaded the model in [\d.]+ s\.$/);
    await evaluate(`document.querySelector('button').click()`);
    expect(await evaluate(statusWith('Wrote'))).toMatch(/^Wrote \d+ tokens in [\d.]+ s\.$/);
    const text = String(await evaluate(`document.querySelector('#text').textContent`));
    expect(text).toMatch(/^The tide clock\b.{20}/s);
    expect(text).toMatch(/\b(the|and|of|to|is|in|a)\b/);
  });
});
