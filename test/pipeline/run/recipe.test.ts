import { describe, expect, it } from 'vitest';
import { modelSizes } from '../../../src/engine/models/architectures.ts';
import { startingWeights } from '../../../src/pipeline/models/starting-weights.ts';
import { defaultBestOf, planRun, type RecipeInputs, trainingRecipe } from '../../../src/pipeline/run/recipe.ts';
import { runSettings } from '../../../src/pipeline/settings/run.ts';
import { checkSettings } from '../../../src/pipeline/settings/settings-table.ts';
import { trainSettings } from '../../../src/pipeline/settings/train.ts';

const settings = (given: object = {}) => checkSettings(runSettings, { posts: ['posts'], out: 'new', ...given });
const fresh: RecipeInputs = {
  start: 'random',
  context: 512,
  format: 'text',
  adapter: 'none',
  stepsBefore: 0,
  before: null,
  tokens: 51_200,
};

const steps = (last: number, usualSteps = last, stepsBefore = 0) => ({ steps: last, usualSteps, stepsBefore });

it('chooses each post from several texts of a small model, fewer of GPT-2', () => {
  expect(defaultBestOf({ width: 256, blocks: 6 })).toBe(8);
  expect(defaultBestOf({ width: 768, blocks: 12 })).toBe(6);
});

describe('the plan of a run', () => {
  it('is five passes of small updates from random weights', () => {
    expect(planRun(settings(), fresh)).toMatchObject({ steps: 1000, batch_size: 2, window: 128, learning_rate: 6e-4 });
  });

  it('is four passes of whole windows from a base model', () => {
    const plan = planRun(settings(), { ...fresh, start: 'base', context: 1024, format: 'markdown' });
    const form = { format: 'markdown', outlines: true, packing: 'random', adapter: 'none' };
    expect(plan).toEqual({ ...steps(200), batch_size: 1, window: null, learning_rate: 2e-5, ...form });
  });

  it('is a little more than a pass over whole documents from a model of today, and no fewer steps than it needs', () => {
    const plan = planRun(settings(), { ...fresh, start: 'modern', context: 1024, format: 'markdown' });
    expect(plan).toMatchObject({ steps: 65, window: 1024, packing: 'documents' });
    expect(trainingRecipe(plan, 20).packing).toBe('documents');
    expect(planRun(settings(), { ...fresh, start: 'modern', context: 1024, tokens: 600 }).steps).toBe(40);
  });

  it('goes on with the windows of its earlier plan, which early versions took at random', () => {
    const { packing, ...before } = planRun(settings(), { ...fresh, start: 'modern' });
    expect(packing).toBe('documents');
    expect(planRun(settings(), { ...fresh, start: 'modern', stepsBefore: 9, before })).not.toHaveProperty('packing');
  });

  it('is larger updates of shorter windows from a small base model', () => {
    expect(startingWeights(false, modelSizes.get('nano')!)).toBe('small');
    expect(startingWeights(false, modelSizes.get('124M')!)).toBe('base');
    // Narrow and deep, as SmolLM2 is.
    expect(startingWeights(false, modelSizes.get('smollm2-135m')!)).toBe('modern');
    expect(startingWeights(true, modelSizes.get('smollm2-135m')!)).toBe('random');
    const plan = planRun(settings(), { ...fresh, start: 'small' });
    expect(plan).toMatchObject({ steps: 200, batch_size: 4, window: 256, learning_rate: 3e-4, format: 'text' });
  });

  it('has no window longer than the context of the model', () => {
    expect(planRun(settings(), { ...fresh, start: 'small', context: 64 }).window).toBe(64);
  });

  it('is what the settings say', () => {
    const given = { steps: 7, batch_size: 3, window: 64, learning_rate: 0.1 };
    const form = { format: 'text', outlines: false, packing: 'random', adapter: 'none' };
    expect(planRun(settings(given), fresh)).toEqual({ ...steps(7, 1333), ...given, ...form });
  });

  it('learns faster in an adapter, unless told otherwise', () => {
    const adapted = { ...fresh, start: 'base', adapter: 'lora' } as const;
    expect(planRun(settings(), { ...fresh, start: 'base' })).toMatchObject({ learning_rate: 2e-5, adapter: 'none' });
    expect(planRun(settings(), adapted)).toMatchObject({ learning_rate: 2e-4, adapter: 'lora' });
    expect(planRun(settings({ learning_rate: 0.1 }), adapted).learning_rate).toBe(0.1);
    expect(trainingRecipe(planRun(settings(), adapted), 30)).toMatchObject({ adapter: 'lora', learning_rate: 2e-4 });
  });

  it('stays the same when the posts have changed, with fewer passes', () => {
    const before = planRun(settings({ learning_rate: 0.1 }), fresh);
    const plan = planRun(settings(), { ...fresh, start: 'small', stepsBefore: 900, before });
    expect(plan).toEqual({ ...before, ...steps(1300, 1300, 900) });
    const limited = planRun(settings({ steps: 5 }), { ...fresh, start: 'small', stepsBefore: 900, before });
    expect(limited).toMatchObject(steps(905, 1300, 900));
  });

  it('makes more passes over few posts', () => {
    expect(planRun(settings(), { ...fresh, tokens: 600 }).steps).toBe(200);
  });

  it.each(['random', 'small', 'base'] as const)('clips gradients and decays weights, from %s weights', (start) => {
    for (const posts of [1, 500]) {
      const { clip, optimizer, weight_decay, beta2 } = trainingRecipe(planRun(settings(), { ...fresh, start }), posts);
      expect({ clip, optimizer, weight_decay, beta2 }).toEqual({
        clip: 1,
        optimizer: 'adamw',
        weight_decay: 0.1,
        beta2: 0.99,
      });
    }
  });

  it.each([
    [3, 0],
    [40, 10],
    [80, 20],
    [1000, 20],
  ])('of %i steps warms up for %i, then decays to the end', (steps, warmup_steps) => {
    const recipe = trainingRecipe({ ...planRun(settings(), fresh), steps }, 10);
    expect(recipe).toMatchObject({ warmup_steps, schedule: 'cosine', keep: 1 });
  });

  it.each([
    [3, 3],
    [30, 25],
    [100, 25],
    [900, 150],
  ])('measures the validation loss of %i steps every %i', (steps, every) => {
    expect(trainingRecipe({ ...planRun(settings(), fresh), steps }, 10).val_every).toBe(every);
  });

  it('is a training that `train` accepts, with validation if there are enough posts', () => {
    const { outlines: _, stepsBefore: __, usualSteps: ___, ...plan } = planRun(settings(), fresh);
    for (const posts of [1, 9, 10, 500]) {
      const checked = checkSettings(trainSettings, { dataset: 'training.txt', ...trainingRecipe(plan, posts) });
      expect(checked).toMatchObject({ ...plan, sample_every: 333 });
      expect(checked.patience > 0 && checked.val_every! > 0).toBe(posts >= 10);
    }
  });
});

it('writes three samples on the way, counted on these posts, and at least one', () => {
  const plan = planRun(settings(), fresh);
  const every = (last: number, stepsBefore: number) =>
    trainingRecipe({ ...plan, steps: last, stepsBefore }, 20).sample_every;
  expect(every(69, 0)).toBe(23);
  expect(every(1060, 1000)).toBe(20);
  expect(every(2, 0)).toBe(1);
});
