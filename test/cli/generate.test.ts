import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { sampleHeader } from '../../src/cli/show-texts.ts';
import { writeTinyModels } from '../pipeline/tiny-models.ts';
import { folderForAllTests } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const root = folderForAllTests();
let model: readonly string[];
beforeAll(async () => {
  await writeTinyModels(root, ['models/tiny']);
  model = ['--model-name', relative('.', join(root, 'models', 'tiny')), '--device', 'reference'];
});

async function call(line: readonly string[], surroundings: ReturnType<typeof fakeSurroundings>) {
  return cli([...line, ...model], commands, '0', surroundings.surroundings);
}

describe('tpdne generate', () => {
  it('shows texts under numbered headers', async () => {
    const fake = fakeSurroundings();
    expect(await call(['generate', '--nsamples', '2', '--length', '4', '--seed', '1'], fake)).toBe(0);
    expect(fake.printed).toHaveLength(4);
    expect([fake.printed[0], fake.printed[2]]).toEqual([sampleHeader(1), sampleHeader(2)]);
    expect(fake.noted).toEqual([]);
  });

  it('shows one text alone, without a header, where it is not watched', async () => {
    const fake = fakeSurroundings();
    const line = ['generate', '--nsamples', '1', '--length', '4', '--seed', '1'];
    expect(await call(line, fake)).toBe(0);
    expect(fake.printed).toEqual([expect.not.stringContaining('SAMPLE')]);
    const two = fakeSurroundings();
    expect(await call([...line, '--prompt', 'a', '--prompt', 'b'], two)).toBe(0);
    expect([two.printed[0], two.printed[2]]).toEqual([sampleHeader(1), sampleHeader(2)]);
  });

  /** The texts among the lines of JSON. */
  const textsIn = ({ printed }: { readonly printed: readonly string[] }) =>
    printed.map((line) => JSON.parse(line)).filter(({ type }) => type === 'text-done');

  it('prints a line of JSON for each text', async () => {
    const fake = fakeSurroundings();
    const line = [
      'generate',
      '--json',
      '--nsamples',
      '1',
      '--length',
      '4',
      '--seed',
      '1',
      '--prompt',
      'the cat',
      '--prompt',
      'a dog',
    ];
    expect(await call([...line, '--batch_size', '2'], fake)).toBe(0);
    const rows = textsIn(fake);
    const row = { type: 'text-done', tokens: expect.any(Number), ended: expect.any(Boolean), seed: 1 };
    expect(rows).toEqual([
      { ...row, number: 1, prompt: 'the cat', text: expect.stringMatching(/^the cat/) },
      { ...row, number: 2, prompt: 'a dog', text: expect.stringMatching(/^a dog/) },
    ]);
    expect(fake.printed.join('')).not.toContain('\n');
  });

  it('continues standard input, without its last line break', async () => {
    for (const [input, prompt] of [
      ['the cat\n', 'the cat'],
      ['the cat\r\n', 'the cat'],
      ['the cat\n\n', 'the cat\n'],
      ['the cat', 'the cat'],
    ]) {
      const fake = fakeSurroundings([], { input });
      expect(await call(['generate', '--json', '--nsamples', '1', '--length', '4', '--prompt', '-'], fake)).toBe(0);
      expect(textsIn(fake)[0]).toMatchObject({ prompt });
    }
  });

  it('ends texts before a stop string, as it was typed', async () => {
    const line = ['generate', '--json', '--nsamples', '1', '--length', '30', '--seed', '1', '--prompt', 'the'];
    const whole = fakeSurroundings();
    await call([...line, '--no-stop_at_end', '--no-whole_sentences'], whole);
    const { text } = textsIn(whole)[0];
    const stop = text.slice(8, 10);
    const fake = fakeSurroundings();
    expect(await call([...line, '--no-stop_at_end', '--no-whole_sentences', `--stop=${stop}`], fake)).toBe(0);
    expect(textsIn(fake)[0]).toMatchObject({
      text: text.slice(0, text.indexOf(stop, 3)),
      ended: true,
      stop,
    });
  });

  it('refuses an empty stop string', async () => {
    const fake = fakeSurroundings();
    expect(await call(['generate', '--stop', ''], fake)).toBe(2);
    expect(fake.noted).toEqual(['tpdne: --stop takes a text, or a list of texts, none of them empty, got [""].']);
  });

  it('shows the seed, and the paths of the texts', async () => {
    const fake = fakeSurroundings();
    const out = join(root, 'texts');
    expect(await call(['generate', '--nsamples', '1', '--length', '4', '--out', out], fake)).toBe(0);
    expect(fake.noted).toEqual([expect.stringMatching(/--seed \d+ /), `Wrote ${join(out, 'sample-1.txt')}`]);
  });

  it('succeeds if an endless series is interrupted, otherwise ends as interrupted', async () => {
    for (const [nsamples, exitCode] of [
      ['0', 0],
      ['3', 130],
    ] as const) {
      const fake = fakeSurroundings([], { watched: true });
      const { screen } = fake.surroundings;
      const write = (text: string) => {
        fake.stop.abort();
        screen.write(text);
      };
      const surroundings = { ...fake.surroundings, screen: { ...screen, write } };
      const line = ['generate', '--nsamples', nsamples, '--seed', '1', ...model];
      expect(await cli(line, commands, '0', surroundings)).toBe(exitCode);
      expect(fake.printed[0]).toBe(sampleHeader(1));
    }
  });
});

describe('tpdne interactive', () => {
  it('answers each prompt, rejects empty ones, and ends with the input', async () => {
    const fake = fakeSurroundings(['the cat', '', 'the dog']);
    expect(await call(['interactive', '--length', '4', '--seed', '1'], fake)).toBe(0);
    const rule = '='.repeat(80);
    const text = expect.any(String);
    const answer = [sampleHeader(1), text, rule];
    expect(fake.printed).toEqual([...answer, 'Prompt should not be empty!', ...answer]);
  });
});
