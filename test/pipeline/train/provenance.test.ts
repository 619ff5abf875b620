import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { joinSets, tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { weightsDigest } from '../../../src/pipeline/models/base-identity.ts';
import { tokensDigest } from '../../../src/pipeline/train/provenance.ts';
import { FolderFiles } from '../../../src/project/folder-files.ts';
import { notices, tinyWorkplace, trained } from '../tiny-workplace.ts';

test('the digest of tokens is the SHA-256 of the lengths and tokens of all chunks, however they are stored', () => {
  const digest = (...chunks: number[][]) => tokensDigest(tokenSet(chunks.map((chunk) => Uint16Array.from(chunk))));
  const bytes = new Uint8Array(new Int32Array([3, 5, 6, 65535, 1, 7]).buffer);
  expect(digest([5, 6, 65535], [7])).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(tokensDigest(tokenSet([Int32Array.of(5, 6, 65535), Int32Array.of(7)]))).toBe(digest([5, 6, 65535], [7]));
  expect(digest([5, 6, 65535, 7])).not.toBe(digest([5, 6, 65535], [7]));
  const mixed = (weight: number | null) => tokensDigest(joinSets([{ tokens: tokenSet([Int32Array.of(5)]), weight }]));
  expect(mixed(null)).toBe(digest([5]));
  expect(mixed(0.5)).not.toBe(mixed(0.6));
  const long = Array.from({ length: 70_000 }, (_, i) => i % 60_000);
  expect(digest(long)).not.toBe(digest(long.with(69_999, 1)));
});

test('checkpoints say what they were made with, and of which model, also after resuming', async () => {
  const root = await tinyWorkplace();
  const provenance = (step: number, run = 'run1') =>
    JSON.parse(readFileSync(join(root, 'checkpoint', run, `model-${step}/trainer.json`), 'utf8')).provenance;
  await trained(root, { steps: 1 });
  const base = await weightsDigest(FolderFiles.in(nodeFiles, join(root, 'models/tiny')));
  expect(provenance(1)).toEqual({
    version: packageJson.version,
    runtime: process.version,
    platform: `${process.platform}-${process.arch}`,
    device: 'plain TypeScript, one thread',
    instructionSet: null,
    trainingTokens: expect.stringMatching(/^[0-9a-f]{64}$/),
    validationTokens: expect.stringMatching(/^[0-9a-f]{64}$/),
    baseModel: base,
  });
  await trained(root, { steps: 2 });
  expect(provenance(2)).toEqual(provenance(1));
  await trained(root, {
    steps: 1,
    model_name: 'random:nano',
    n_embd: 8,
    n_head: 2,
    n_layer: 1,
    n_ctx: 16,
    run_name: 'random',
    val_split: 0,
  });
  expect(provenance(1, 'random')).toMatchObject({ baseModel: null, validationTokens: null });
});

test('other tokens are noticed even if there are as many', async () => {
  const root = await tinyWorkplace();
  await trained(root, { steps: 1, packing: 'documents' });
  const text = readFileSync(join(root, 'training.txt'), 'utf8');
  writeFileSync(join(root, 'training.txt'), text.replaceAll('same', 'sane'));
  expect(await notices(root, { steps: 2, packing: 'documents' })).toEqual([
    expect.stringMatching(/^The dataset has changed since the last checkpoint: its tokens or weights differ\. /),
    'The pass over the documents starts again.',
  ]);
  expect(await notices(root, { steps: 3, packing: 'documents' })).toEqual([]);
});
