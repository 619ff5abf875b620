import { describe, expect, test } from 'vitest';
import { learningRate, type ScheduleSettings } from '../../../src/engine/training/schedule.ts';

const settings = (changes: Partial<ScheduleSettings>): ScheduleSettings => ({
  learning_rate: 0.5,
  schedule: 'constant',
  warmup_steps: 0,
  steps: 10,
  ...changes,
});

const rates = (changes: Partial<ScheduleSettings>) =>
  Array.from({ length: 10 }, (_, i) => learningRate(settings(changes), i + 1));

describe('learning rate', () => {
  test('constant', () => {
    expect(rates({})).toEqual(Array(10).fill(0.5));
    expect(rates({ steps: null, schedule: 'constant' })).toEqual(Array(10).fill(0.5));
  });

  test('rises in equal parts to its full value', () => {
    expect(rates({ warmup_steps: 4 }).slice(0, 5)).toEqual([0.125, 0.25, 0.375, 0.5, 0.5]);
  });

  test('falls in equal parts, and would be 0 one step after the last', () => {
    const linear = rates({ schedule: 'linear' });
    expect(linear[0]).toBe(0.5);
    expect(linear[9]).toBeCloseTo(0.05, 12);
    expect(linear[5]).toBeCloseTo(0.25, 12);
    expect(learningRate(settings({ schedule: 'linear' }), 11)).toBe(0);
    expect(learningRate(settings({ schedule: 'linear' }), 12)).toBe(0);
  });

  test('falls as a cosine after the warm-up', () => {
    const cosine = rates({ schedule: 'cosine', warmup_steps: 2 });
    expect(cosine.slice(0, 3)).toEqual([0.25, 0.5, 0.5]);
    expect(cosine[6]).toBeCloseTo(0.25, 12);
    expect(cosine[9]).toBeCloseTo(0.25 * (1 + Math.cos((7 / 8) * Math.PI)), 12);
  });

  test('a warm-up as long as the training or longer never gets full', () => {
    expect(rates({ schedule: 'linear', warmup_steps: 20 })[9]).toBe(0.25);
    expect(rates({ schedule: 'linear', warmup_steps: 10 })[9]).toBe(0.5);
  });
});
