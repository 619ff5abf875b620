import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { architectures } from '../../../src/engine/models/architectures.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import {
  isSupported,
  proposedNames,
  proposeModel,
  strongestFitting,
  trainingMinutes,
} from '../../../src/pipeline/models/propose-model.ts';
import { type KnownModel, knownModels } from '../../../src/project/known-models.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const named = (name: string) => knownModels.find((model) => model.name === name)!;
/** The proposed models, as if their architectures were all supported. */
const supported: KnownModel[] = knownModels.map((model) => ({ ...model, modelType: architectures[0].name }));
const gigabytes = (count: number) => count * 1e9;

describe('the proposed models', () => {
  it('are known, free of terms, of known size, and in order of their parameters', () => {
    const models = proposedNames.map(named);
    for (const { isGated, bytes, tuning } of models)
      expect({ isGated, tuning, known: bytes !== null }).toEqual({ isGated: false, tuning: 'base', known: true });
    const parameters = models.map((model) => model.parameters);
    expect(parameters).toEqual(parameters.toSorted((a, b) => a - b));
  });

  it('have an architecture that this program has', () => {
    expect(isSupported(named('124M'))).toBe(true);
    expect(isSupported({ ...named('124M'), modelType: 'mamba' })).toBe(false);
    const unsupported = supported.map((model) => ({ ...model, modelType: 'mamba' }));
    expect(strongestFitting(unsupported, { availableBytes: gigabytes(500), cores: 64 })).toBeNull();
  });

  it.each([
    [2.7, 2, null],
    [2.8, 2, '124M'],
    [3, 2, 'smollm2-135m'],
    [7.9, 2, 'smollm2-135m'],
    [8, 2, 'smollm2-360m'],
    [16, 2, 'qwen3-0.6b'],
    // A larger one takes 110 minutes on two cores, and 55 on four.
    [40, 2, 'qwen3-0.6b'],
    [40, 4, 'smollm2-1.7b'],
    [40, 1, 'smollm2-360m'],
    [70, 8, 'smollm3-3b'],
    [67, 8, 'smollm2-1.7b'],
  ])('with %d GB of memory and %d cores: %s', (memory, cores, name) => {
    expect(strongestFitting(supported, { availableBytes: gigabytes(memory), cores })?.name ?? null).toBe(name);
  });

  it('take as long as was measured, if it was', () => {
    expect(trainingMinutes(named('124M'), 2)).toBeCloseTo(8);
    expect(trainingMinutes(named('124M'), 4)).toBeCloseTo(4);
    expect(trainingMinutes({ ...named('124M'), minutes: 30 }, 4)).toBe(15);
    const slow = supported.map((model) => (model.name === 'smollm2-135m' ? { ...model, minutes: 61 } : model));
    expect(strongestFitting(slow, { availableBytes: gigabytes(3), cores: 2 })?.name).toBe('124M');
    const patient = supported.map((model) => (model.name === 'smollm2-135m' ? { ...model, minutes: 60 } : model));
    expect(strongestFitting(patient, { availableBytes: gigabytes(3), cores: 2 })?.name).toBe('smollm2-135m');
  });
});

describe('a proposal', () => {
  const project = (root: string) => nodeProject({ root, availableBytes: gigabytes(2.75) });

  it('says what the download brings', async () => {
    expect(await proposeModel(project(temporaryFolder()))).toEqual({
      name: '124M',
      bytes: 548_090_880,
      licence: 'MIT',
      minutes: trainingMinutes(named('124M'), nodeProject().devices.facts().physicalCores ?? 2),
    });
    expect(await proposeModel(nodeProject({ root: temporaryFolder(), availableBytes: 1e9 }))).toBeNull();
  });

  it.each([
    ['124M', null],
    ['355M', null],
    ['distilgpt2', '124M'],
    ['mine', '124M'],
  ])('is not made if a model as large is there: %s', async (there, name) => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'models', there), { recursive: true });
    expect((await proposeModel(project(root)))?.name ?? null).toBe(name);
  });
});
