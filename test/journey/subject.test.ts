import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

test('the bundled model writes a post on a subject, and continues a draft, after two steps on the example blog', async () => {
  const cwd = temporaryFolder();
  cpSync(join(root, 'examples/blog/_articles'), join(cwd, '_posts'), { recursive: true });
  writeFileSync(join(cwd, 'points.md'), '- The pedometer went through the wash\n- The dog does not count\n');
  writeFileSync(join(cwd, 'tpdne.config.json'), '{ "writing": { "tags": ["walking", "shed"] } }');
  const training = ['--steps', '2', '--window', '32', '--batch_size', '1', '--model_name', 'base'];
  const title = 'Why I stopped: "steps"';
  const line = [
    'run',
    '_posts',
    '--out',
    '_drafts',
    ...training,
    '--best_of',
    '1',
    '--length',
    '150',
    '--title',
    title,
  ];
  const refused = await tpdne([...line, '--outline', 'points.md'], { cwd });
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('--outline needs --format markdown');

  const ending = await tpdne([...line, '--outline', 'points.md', '--format', 'markdown'], { cwd });
  expect(ending.stderr).not.toContain('tpdne:');
  expect(ending).toMatchObject({ exitCode: 0 });
  const [name, ...others] = readdirSync(join(cwd, '_drafts'));
  expect(others).toEqual([]);
  expect(name).toMatch(/^\d{4}-\d\d-\d\d-why-i-stopped-steps\.md$/);
  const draft = readFileSync(join(cwd, '_drafts', name), 'utf8');
  const [, head] = draft.split(/^---$/m);
  expect(head).toContain('\ntitle: "Why I stopped: \\"steps\\""\n');
  expect(head).toContain('\ntags: [walking, shed]\n');
  expect(head).not.toContain('pedometer');

  const began = '---\ntitle: "Tea"\n---\n\nOn Sunday, I put the ket';
  writeFileSync(join(cwd, '_drafts', 'tea.md'), began);
  const more = await tpdne(['continue', '_drafts/tea.md', '--seed', '1', '--length', '40'], { cwd });
  expect(more).toMatchObject({ exitCode: 0 });
  expect(more.stdout).toMatch(/^Wrote _drafts\/tea-continued\.md: \d+ words after yours\.$/m);
  const continued = readFileSync(join(cwd, '_drafts', 'tea-continued.md'), 'utf8');
  expect(continued.startsWith(began)).toBe(true);
  expect(continued.length).toBeGreaterThan(began.length + 20);
  expect(readFileSync(join(cwd, '_drafts', 'tea.md'), 'utf8')).toBe(began);
});
