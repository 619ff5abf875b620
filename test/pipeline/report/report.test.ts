import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { report } from '../../../src/index.ts';
import { NoModelFault } from '../../../src/pipeline/models/find-model.ts';
import type { ReportGiven } from '../../../src/pipeline/settings/given/report.ts';
import { FileExistsFault } from '../../../src/project/file-faults.ts';
import { eventsOf, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const place = (...path: string[]) => join(root, ...path);

async function reported(given: ReportGiven = {}) {
  const events = [];
  for await (const event of report(given, { root })) events.push(event);
  expect(events).toHaveLength(1);
  return { ...events[0], page: readFileSync(events[0].path, 'utf8') };
}

/** The text of a page, as a person reads it. */
const textOf = (page: string) =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    .replace(/\s+/g, ' ');

describe('the report of a training', () => {
  const settings = { val_every: 2, sample_every: 3, sample_length: 5, steps: 6 };

  test('shows losses, rates, samples, data, memory, machine and settings', async () => {
    await trained(root, settings);
    const { path, run, page, verdict } = await reported({ run: 'run1' });
    expect({ path, run }).toEqual({ path: place('checkpoint/run1/report.html'), run: 'run1' });
    const text = textOf(page);
    expect(text).toContain(verdict);
    for (const shown of [
      'The training of run1',
      'best held-out loss',
      'The numbers',
      'Learning rate',
      'after 3 steps',
      'after 6 steps',
      'From the start of a post',
      'posts 20, 2 of them held out',
      'each step 32 tokens, in windows of 16',
      'It was expected to take',
      'plain TypeScript',
      'matrix products in float32',
      'sample_every 3',
    ]) {
      expect(text).toContain(shown);
    }
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page.match(/<circle class="second"/g)).toHaveLength(4);
    expect(page.match(/<circle class="mark"/g)).toHaveLength(1);
  });

  test('needs nothing from elsewhere, and names itself so that an import leaves it out', async () => {
    await trained(root, settings);
    const { page } = await reported();
    expect(page).not.toMatch(/<(?:script|link|img|iframe)\b|\b(?:src|href|url)\s*[=(]|@import|https?:/i);
    expect(page).toContain('<meta name="generator" content="tpdne report">');
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('<html lang="en">');
    for (const svg of page.match(/<svg.*?<\/svg>/gs)!) expect(svg).toMatch(/role="img".*<title id.*<desc id/s);
    expect(page).not.toMatch(/NaN|undefined|\[object/);
  });

  const cellsOf = (page: string) => {
    const [table] = /<div class="scrolls samples".*?<\/div>/s.exec(page)!;
    return [...table.matchAll(/<td>(.*?)<\/td>/gs)].map(([, text]) => text);
  };

  test('shows samples in a column for each step, and a row for each prompt and number', async () => {
    const { events } = await trained(root, { ...settings, sample_prompt: ['Post <1>', 'It'], sample_num: 2 });
    const samples = eventsOf(events, 'sample');
    const { page } = await reported();
    const rows = ['Post <1>', 'It'].flatMap((prompt) => [1, 2].map((number) => ({ prompt, number })));
    const expected = rows.flatMap(({ prompt, number }) =>
      [3, 6].map((step) => samples.find((one) => one.prompt === prompt && one.number === number && one.step === step)!),
    );
    expect(cellsOf(page).map((cell) => textOf(cell.replace(/<\/?b>/g, '')).trim())).toEqual(
      expected.map(({ text }) => textOf(text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)).trim()),
    );
    expect(textOf(page)).toContain('After “Post <1>”');
    expect(cellsOf(page)[0]).toContain('<b>Post &#60;1&#62;</b>');
    expect(page).toMatch(/after 6 steps<br>\d\.\d\d on held-out posts/);
    expect(page).toContain('<th scope="col">after 3 steps</th>');
  });

  test('shows twelve of more steps with samples', async () => {
    await trained(root, { sample_every: 1, sample_length: 1, steps: 13 });
    const { page } = await reported();
    expect(cellsOf(page)).toHaveLength(12);
    expect(textOf(page)).toContain('12 of 13 steps are shown.');
  });

  test('shows the sample files of a run without a history of samples', async () => {
    await trained(root, settings);
    rmSync(place('checkpoint/run1/samples.jsonl'));
    writeFileSync(
      place('samples/run1/samples-3'),
      '======== SAMPLE 1 ========\nOne.\n\n======== SAMPLE 2 ========\nTwo.\n',
    );
    writeFileSync(place('samples/run1/samples-6'), 'Typed by hand.');
    const { page } = await reported();
    expect(cellsOf(page)).toEqual(['One.', 'Typed by hand.', 'Two.', '']);
  });

  test('escapes what others wrote', async () => {
    await trained(root, { ...settings, run_name: 'a & b' });
    const sample = { step: 6, prompt: '', number: 1, text: '<script>alert(1)</script>' };
    writeFileSync(place('checkpoint/a & b/samples.jsonl'), JSON.stringify(sample));
    const { page } = await reported({ run: 'a & b' });
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).not.toContain('<script');
    expect(page).toContain('<title>The training of a &#38; b</title>');
  });

  test('is about the newest run unless one is named', async () => {
    await trained(root, { steps: 1 });
    await trained(root, { steps: 1, run_name: 'newer' });
    expect((await reported()).run).toBe('newer');
  });

  test('replaces an earlier report, and another file only with overwrite', async () => {
    await trained(root, { steps: 1 });
    const out = place('page.html');
    await reported({ out });
    await reported({ out });
    writeFileSync(out, '<p>Mine.</p>');
    await expect(reported({ out })).rejects.toThrow(FileExistsFault);
    expect(readFileSync(out, 'utf8')).toBe('<p>Mine.</p>');
    expect((await reported({ out, overwrite: true })).page).toContain('The training of run1');
  });

  test('shows the validations of a run from before there were histories', async () => {
    await trained(root, settings);
    for (const name of ['history.csv', 'training.json']) rmSync(place('checkpoint/run1', name));
    const { page } = await reported();
    expect(page.match(/<circle class="second"/g)).toHaveLength(4);
    expect(textOf(page)).toContain('trained by a version that did not record');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('of weights without a training says that nothing was recorded', async () => {
    await trained(root, { steps: 1 });
    for (const name of ['history.csv', 'training.json', 'model-1/trainer.json']) rmSync(place('checkpoint/run1', name));
    const { page, verdict } = await reported();
    expect(verdict).toBe('No step of the training was recorded.');
    expect(page).not.toContain('<svg');
  });

  test('needs a run that was trained', async () => {
    await expect(reported()).rejects.toThrow(/contains no run with a checkpoint\. Train one/);
    await expect(reported({ run: 'run1' })).rejects.toThrow(NoModelFault);
    await trained(root, { steps: 1 });
    await expect(reported({ run: 'run2' })).rejects.toThrow(/There is no run run2: .*did you mean run1\?/);
    await expect(reported({ run: '../models' })).rejects.toThrow(NoModelFault);
    mkdirSync(place('checkpoint/empty'));
    await expect(reported({ run: 'empty' })).rejects.toThrow(/has recorded no step and has no checkpoint yet/);
    expect(existsSync(place('checkpoint/empty/report.html'))).toBe(false);
  });
});
