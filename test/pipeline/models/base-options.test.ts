import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { baseOptions } from '../../../src/pipeline/models/base-options.ts';
import { knownModels } from '../../../src/project/known-models.ts';
import { BEGUN } from '../../../src/project/origin.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { tinyWorkplace } from '../tiny-workplace.ts';

async function optionsIn(root: string) {
  const { options, ...more } = await baseOptions(nodeProject({ root }));
  const named = (name: string) => options.find((option) => option.name === name)!;
  return { options, named, ...more };
}

describe('a model on this machine', () => {
  test('takes what is counted from its shape: an adapter less than all weights', async () => {
    const { named } = await optionsIn(await tinyWorkplace());
    const { needs, bytes, isHere, problem } = named('tiny');
    expect({ isHere, problem, isCounted: needs!.isCounted }).toEqual({ isHere: true, problem: null, isCounted: true });
    expect(bytes).toBeGreaterThan(1000);
    expect(needs!.minutes).toBeGreaterThan(0);
    // The bundled one is large enough that the adapter's own matrices weigh nothing.
    const bundled = named('base').needs!;
    expect(bundled.adapterBytes).toBeLessThan(bundled.wholeBytes);
    expect(bundled.wholeBytes).toBeGreaterThan(16 * named('base').parameters!);
    expect(named('base').licence).toBe('that of this package');
  });

  test('that cannot be read says why, and what it takes is unknown', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'models/broken'), { recursive: true });
    writeFileSync(join(root, 'models/broken/config.json'), '{');
    const { named } = await optionsIn(root);
    expect(named('broken')).toMatchObject({ isHere: true, needs: null, parameters: null });
    expect(named('broken').problem).toContain('broken');
  });
});

describe('a model to download', () => {
  test('takes what the rules of thumb say, and is measured as the table says', async () => {
    const { named } = await optionsIn(temporaryFolder());
    const { needs, bitsPerByte, licence, isHere } = named('smollm2-135m');
    expect({ isHere, licence, bitsPerByte }).toEqual({ isHere: false, licence: 'Apache-2.0', bitsPerByte: 1.24 });
    expect(needs).toMatchObject({ wholeBytes: 134_515_008 * 22, isCounted: false });
    expect(needs!.adapterBytes / 1e9).toBeCloseTo(1.02, 2);
  });

  test('is not offered twice once it is here, and keeps the bytes of a download that was stopped', async () => {
    const root = temporaryFolder();
    const begun = join(root, 'models/.124M.partial');
    mkdirSync(begun, { recursive: true });
    writeFileSync(join(begun, BEGUN), '{}');
    writeFileSync(join(begun, 'model.safetensors'), 'x'.repeat(500));
    mkdirSync(join(root, 'models/355M'), { recursive: true });
    const { options, named } = await optionsIn(root);
    expect(named('124M').bytesBegun).toBeGreaterThanOrEqual(500);
    expect(named('774M').bytesBegun).toBe(0);
    expect(options.filter(({ name }) => name === '355M')).toHaveLength(1);
    expect(named('355M').isHere).toBe(true);
  });

  test('is each known one once', async () => {
    const { options } = await optionsIn(temporaryFolder());
    const names = options.filter(({ isHere }) => !isHere).map(({ name }) => name);
    expect(names).toEqual(knownModels.map(({ name }) => name));
  });
});

test('what run takes if it is given none is the bundled model, or a known one that is here', async () => {
  expect((await optionsIn(temporaryFolder())).usual).toBe('base');
});
