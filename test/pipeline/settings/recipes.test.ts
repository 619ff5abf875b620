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
    [({ window }) => String(window), 'null; from a small model 256, from random weights 128'],
    [({ format }) => format, 'markdown; from a small model and from random weights text'],
    [({ passes }) => String(passes), '4; from random weights 5'],
    [({ best_of, batch_size }) => String(best_of - batch_size), '0; from random weights 2'],
  ] as [Parameters<typeof defaultByStart>[0], string][])('is one for each start that differs: %#', (of, words) => {
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
  it('is where help has its defaults from', async () => {
    expect(runSettings.learning_rate.absent).toBe('0.00002; from a small model 0.001, from random weights 0.0006');
    vi.resetModules();
    vi.doMock('../../../src/pipeline/settings/recipes.ts', async (original) => {
      const actual = await original<typeof import('../../../src/pipeline/settings/recipes.ts')>();
      Object.assign(actual.recipes.small, { learning_rate: 0.5 });
      return actual;
    });
    const changed = await import('../../../src/pipeline/settings/run.ts');
    expect(changed.runSettings.learning_rate.absent).toBe(
      '0.00002; from a small model 0.5, from random weights 0.0006',
    );
  });

  it('is where plans have them from', async () => {
    const { planRun } = await import('../../../src/pipeline/run/recipe.ts');
    const { checkSettings } = await import('../../../src/pipeline/settings/settings-table.ts');
    const settings = checkSettings(runSettings, { posts: ['posts'], out: 'drafts' });
    const inputs = { context: 1024, format: 'text', stepsBefore: 0, before: null, tokens: 1e6 } as const;
    const { batch_size, window, learning_rate } = planRun(settings, { ...inputs, start: 'small' });
    expect({ batch_size, window, learning_rate }).toEqual({
      batch_size: recipes.small.batch_size,
      window: recipes.small.window,
      learning_rate: recipes.small.learning_rate,
    });
  });
});
