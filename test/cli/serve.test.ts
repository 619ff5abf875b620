import { join, relative } from 'node:path';
import { expect, it, vi } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/commands.ts';
import { writeTinyModels } from '../pipeline/tiny-models.ts';
import { folderForAllTests } from '../temporary-folder.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const loaded: string[] = [];
vi.mock('hono', async (original) => {
  loaded.push('hono');
  return original();
});
vi.mock('@hono/node-server', async (original) => {
  loaded.push('@hono/node-server');
  return original();
});

const root = folderForAllTests();

it('loads the server only to serve', async () => {
  for (const line of [['--help'], ['help', 'serve'], ['serve', '--port', '70000'], ['models']]) {
    await cli(line, commands, '0', fakeSurroundings().surroundings);
  }
  expect(loaded).toEqual([]);
});

it('says where it serves, how to try it and what came of requests, and ends with success when interrupted', async () => {
  await writeTinyModels(root, ['models/tiny']);
  const fake = fakeSurroundings();
  const model = ['--model_name', relative('.', join(root, 'models', 'tiny')), '--device', 'reference'];
  const ending = cli(['serve', '--port', '0', ...model], commands, '0', fake.surroundings);
  await vi.waitFor(() => expect(fake.noted).toHaveLength(3), { timeout: 10_000 });
  const [, address] = /at (http:\/\/127\.0\.0\.1:\d+)\/v1 until Ctrl-C/.exec(fake.noted[0])!;
  expect(fake.noted.slice(1)).toEqual([
    `  curl ${address}/v1/completions \\`,
    `    -d '{"prompt":"The tide clock","max_tokens":60}'`,
  ]);
  const [, body] = /-d '(.*)'/.exec(fake.noted[2])!;
  const answer = await fetch(`${address}/v1/completions`, { method: 'POST', body });
  const { usage } = (await answer.json()) as { usage: { completion_tokens: number } };
  await fetch(`${address}/v1/nothing`);
  fake.stop.abort();
  expect(await ending).toBe(0);
  expect(fake.printed).toEqual([]);
  const tokens = usage.completion_tokens === 1 ? '1 token' : `${usage.completion_tokens} tokens`;
  expect(fake.noted.slice(3)).toEqual([
    `/v1/completions: wrote ${tokens}.`,
    expect.stringMatching(/^\/v1\/nothing: 404, There is no GET \/v1\/nothing\./),
  ]);
  expect(loaded.sort()).toEqual(['@hono/node-server', 'hono']);
});
