import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { cutAt, type FakeRepository, fakeHub } from './fake-hub.ts';
import { cleanEnvironment, seen, tinyRepository } from './repositories.ts';

/** The path of a weights file in the hub's storage. */
export const weightsPath = /^\/[0-9a-f]{64}$/;

/**
 * Prepares a folder to download into, and a hub with one tiny model, for each test of a file. Called once per file; the
 * result gives the current test's folder and hub.
 */
export function hubSession() {
  const name = 'ann/tiny';
  let root: string;
  let repository: FakeRepository;
  let server: Awaited<ReturnType<typeof fakeHub>>;

  beforeEach(async () => {
    root = temporaryFolder();
    repository = { files: await tinyRepository() };
    server = await fakeHub({ [name]: repository, 'distilbert/distilgpt2': repository });
    cleanEnvironment({ HF_ENDPOINT: server.address });
  });
  afterEach(() => vi.unstubAllEnvs());

  const folder = () => join(root, 'models', name);
  const partial = () => join(root, 'models/ann/.tiny.partial');

  return {
    name,
    get root() {
      return root;
    },
    /** Sets another, empty folder. */
    set root(other: string) {
      root = other;
    },
    get repository() {
      return repository;
    },
    get server() {
      return server;
    },
    folder,
    partial,
    get: (model: string = name, more = {}) => seen({ model }, { root, ...more }),
    cut: (bytes: number) => cutAt(bytes, () => join(partial(), 'model.safetensors')),
    asksForWeights: () => server.storage.asked.filter(({ method }) => method === 'GET'),

    expectWhole(): void {
      const wanted = ['config.json', 'merges.txt', 'model.safetensors', 'vocab.json'];
      expect(readdirSync(folder()).sort()).toEqual(['config.json', 'download.json', ...wanted.slice(1)]);
      for (const file of wanted) expect(readFileSync(join(folder(), file)).equals(repository.files[file])).toBe(true);
      expect(existsSync(partial())).toBe(false);
    },

    expectNothing(): void {
      expect(existsSync(folder())).toBe(false);
    },
  };
}
