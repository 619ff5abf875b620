import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/pipeline/config/config-schema.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { root, tpdne } from './tpdne.ts';

/** A blog in a temporary folder, set up with `tpdne init --yes`. */
async function blog(): Promise<string> {
  const cwd = temporaryFolder();
  cpSync(join(root, 'examples/blog/_articles'), join(cwd, '_posts'), { recursive: true });
  expect(await tpdne(['init', '--yes'], { cwd })).toMatchObject({ exitCode: 0, stdout: 'tpdne.config.json\n' });
  return cwd;
}

test('init, doctor and prepare each find what the one before wrote', async () => {
  const cwd = await blog();
  expect(JSON.parse(readFileSync(join(root, 'dist/config.schema.json'), 'utf8'))).toEqual(configSchema());
  const doctor = await tpdne(['doctor', '--json'], { cwd });
  expect(doctor).toMatchObject({ exitCode: 0, stderr: 'Using settings from tpdne.config.json.\n' });
  const last = JSON.parse(doctor.stdout.trim().split('\n').at(-1)!);
  expect(last).toMatchObject({ type: 'examined', found: { posts: { count: 39 }, next: { command: 'tpdne run' } } });
  expect((await tpdne(['doctor'], { cwd })).stdout.split('\n').length).toBeLessThan(24);
  expect(await tpdne(['prepare'], { cwd })).toMatchObject({ exitCode: 0 });
  expect(existsSync(join(cwd, 'training.txt'))).toBe(true);
});

test('init needs --yes without a terminal', async () => {
  const { exitCode, stderr } = await tpdne(['init'], { cwd: temporaryFolder(), input: '\n\n\n\n' });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringMatching(/^tpdne: init .* terminal; --yes .*\n$/),
  });
});

describe('tpdne.config.ts', () => {
  const inTypeScript = async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'one.md'), 'One post.\n');
    const text = "const posts: readonly string[] = ['one.md'];\nexport default { site: { posts } };\n";
    writeFileSync(join(cwd, 'tpdne.config.ts'), text);
    return tpdne(['prepare'], { cwd });
  };
  const takesTypesOut = Boolean((process.features as { typescript?: unknown }).typescript);

  test.runIf(takesTypesOut)('is read by a Node that strips types', async () => {
    expect(await inTypeScript()).toMatchObject({ exitCode: 0 });
  });

  test.skipIf(takesTypesOut)('is rejected in one sentence by an older Node', async () => {
    const { exitCode, stderr } = await inTypeScript();
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^tpdne: tpdne\.config\.ts: \.ts needs Node 22\.18 or newer, and this is v\d+\S*; .*\.\n$/);
  });
});
