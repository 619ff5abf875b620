import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultByStart, plainNumber, recipes } from '../../../src/pipeline/settings/recipes.ts';
import { runSettings } from '../../../src/pipeline/settings/run.ts';

afterEach(() => {
  vi.doUnmock('../../../src/pipeline/settings/recipes.ts');
  vi.resetModules();
});

describe('a default in words', () => {
  it.each([
    [() => 'a', 'a'],
    [({ window }) => String(window), 'null; 1024 for a model of today, 256 for a small model, 128 for random weights'],
    [({ format }) => format, 'markdown; text for a small model or random weights'],
    [({ passes }) => String(passes), '4; 1.3 for a model of today, 5 for random weights'],
    [({ format }) => String(format.length - 4), '4; 0 for a small model or random weights'],
  ] as [Parameters<typeof defaultByStart>[0], string][])('names each kind of start that differs: %#', (of, words) => {
    expect(defaultByStart(of)).toBe(words);
  });

  it.each([
    [2e-5, '0.00002'],
    [6e-4, '0.0006'],
    [1, '1'],
    [10, '10'],
  ])('writes %d without an exponent', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });
});

describe('the table of recipes', () => {
  it('provides the defaults that help shows', async () => {
    expect(runSettings.learning_rate.absent).toBe(
      '0.00002; 0.0002 for a model of today, 0.0003 for a small model, 0.0006 for random weights; 0.0002 for adapters',
    );
    vi.resetModules();
    vi.doMock('../../../src/pipeline/settings/recipes.ts', async (original) => {
      const actual = await original<typeof import('../../../src/pipeline/settings/recipes.ts')>();
      Object.assign(actual.recipes.small, { learning_rate: 0.5 });
      return actual;
    });
    const changed = await import('../../../src/pipeline/settings/run.ts');
    expect(changed.runSettings.learning_rate.absent).toBe(
      '0.00002; 0.0002 for a model of today, 0.5 for a small model, 0.0006 for random weights; 0.0002 for adapters',
    );
  });

  it('provides the defaults of plans', async () => {
    const { planRun } = await import('../../../src/pipeline/run/recipe.ts');
    const { checkSettings } = await import('../../../src/pipeline/settings/settings-table.ts');
    const settings = checkSettings(runSettings, { posts: ['posts'], out: 'drafts' });
    const inputs = {
      context: 1024,
      format: 'text',
      adapter: 'none',
      stepsBefore: 0,
      before: null,
      tokens: 1e6,
    } as const;
    const { batch_size, window, learning_rate } = planRun(settings, { ...inputs, start: 'small' });
    expect({ batch_size, window, learning_rate }).toEqual({
      batch_size: recipes.small.batch_size,
      window: recipes.small.window,
      learning_rate: recipes.small.learning_rate,
    });
  });
});
