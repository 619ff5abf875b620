import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { ConfigFault } from '../../../src/pipeline/config/config-fault.ts';
import { loadConfigFile } from '../../../src/pipeline/config/load-config-file.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

function written(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

async function refusalOf(name: string, text: string): Promise<ConfigFault> {
  const fault = await loadConfigFile(nodeProject(), written(name, text)).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(ConfigFault);
  return fault as ConfigFault;
}

describe('JSON', () => {
  test('is read, with the line of each key', async () => {
    const text = '\uFEFF{\n  "training":\n    {\n    "steps": 3,\n\t"window":\n 8 }\n}\n';
    const { content, lineOf } = await loadConfigFile(nodeProject(), written('tpdne.config.json', text));
    expect(content).toEqual({ training: { steps: 3, window: 8 } });
    expect([['training'], ['training', 'steps'], ['training', 'window'], ['x'], []].map(lineOf)).toEqual([
      2,
      4,
      5,
      null,
      1,
    ]);
  });

  test.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 3, 'this is not valid JSON: colon expected.'],
    ['{\n  "a": ,\n}', 2, 'this is not valid JSON: value expected.'],
    ['{ /* open', 1, 'this is not valid JSON: unexpected end of comment.'],
    ['{ "a": 1 } x', 1, 'this is not valid JSON: invalid symbol.'],
    ['{\n"a": { "b": 1,\n "b": 2 } }', 3, 'the key "b" is repeated.'],
    ['', 1, 'this is not valid JSON: value expected.'],
  ])('%j is rejected', async (text, line, reason) => {
    expect(await refusalOf('tpdne.config.json', text)).toMatchObject({ line, reason });
  });
});

describe('a module', () => {
  test.each(['tpdne.config.js', 'tpdne.config.mjs'])('%s is read from its default export', async (name) => {
    const path = written(name, 'const steps = 2 ** 3;\nexport default { training: { steps } };\n');
    expect((await loadConfigFile(nodeProject(), path)).content).toEqual({ training: { steps: 8 } });
  });

  test('without a default export is rejected', async () => {
    const { reason } = await refusalOf('tpdne.config.mjs', 'export const training = {};\n');
    expect(reason).toMatch(/no default export/);
  });

  test('that cannot find this package explains how to install it', async () => {
    const text = "import { defineConfig } from 'this-post-does-not-exist';\nexport default defineConfig({});\n";
    expect((await refusalOf('tpdne.config.mjs', text)).reason).toMatch(/install it there .*defineConfig\.$/);
  });

  test('that throws is rejected with its own message', async () => {
    const { reason, cause } = await refusalOf('tpdne.config.mjs', 'throw new Error("no luck");\n');
    expect(reason).toBe('it cannot be loaded: no luck');
    expect(cause).toBeInstanceOf(Error);
  });
});

test('another extension and a missing file are rejected', async () => {
  expect((await refusalOf('tpdne.config.yaml', 'a: 1')).reason).toMatch(/must end in \.json, \.ts, \.js or \.mjs\.$/);
  const missing = join(temporaryFolder(), 'other.json');
  await expect(loadConfigFile(nodeProject(), missing)).rejects.toThrow(
    `${missing}: it cannot be read: it no longer exists`,
  );
});
