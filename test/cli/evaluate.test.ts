import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { writeTinyModels } from '../pipeline/tiny-models.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

let texts: readonly string[];
let model: readonly string[];
beforeEach(async () => {
  const root = temporaryFolder();
  await writeTinyModels(root, ['models/tiny']);
  model = ['--model_name', relative('.', join(root, 'models/tiny')), '--device', 'reference'];
  texts = ['a.txt', 'b.txt'].map((name) => join(root, name));
  for (const path of texts) writeFileSync(path, `The text of ${path.slice(-5)}`);
});

async function printed(...line: readonly string[]): Promise<string> {
  const fake = fakeSurroundings();
  expect(await cli(['evaluate', ...texts, ...model, ...line], commands, '0', fake.surroundings)).toBe(0);
  return fake.printed.join('\n');
}

describe('tpdne evaluate', () => {
  it('shows a row for each text, and one for all', async () => {
    const rows = (await printed()).split('\n').map((line) => line.split(/\s{2,}/));
    expect(rows.map(([name]) => name)).toEqual(['text', ...texts, 'all']);
    const [losses, tokens] = [4, 2].map((column) => rows.slice(1).map((row) => Number(row[column])));
    expect(losses[2]).toBeCloseTo((losses[0] * tokens[0] + losses[1] * tokens[1]) / tokens[2], 2);
  });

  it('prints a line of JSON for each text with --json', async () => {
    const lines = (await printed('--json')).split('\n').map((line) => JSON.parse(line));
    const rows = lines.filter(({ type }) => type === 'evaluated');
    expect(rows.map(({ path }) => path)).toEqual(texts);
    expect(lines.at(-1)).toEqual(rows.at(-1));
    expect(Object.keys(rows[0])).toEqual([
      'type',
      'path',
      'documents',
      'predictions',
      'bytes',
      'loss',
      'perplexity',
      'bitsPerByte',
    ]);
  });
});
