import { describe, expect, test } from 'vitest';
import { learningRate, type ScheduleSettings } from '../../../src/engine/training/schedule.ts';

const settings = (changes: Partial<ScheduleSettings>): ScheduleSettings => ({
  learning_rate: 0.5,
  schedule: 'constant',
  warmup_steps: 0,
  decay_steps: null,
  min_learning_rate: 0,
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

  test('wsd stays full, then falls by the root of what is done', () => {
    const wsd = rates({ schedule: 'wsd', warmup_steps: 2, decay_steps: 4 });
    expect(wsd.slice(0, 7)).toEqual([0.25, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(wsd[7]).toBe(0.25);
    expect(wsd[9]).toBeCloseTo(0.5 * (1 - Math.sqrt(3 / 4)), 12);
    expect(learningRate(settings({ schedule: 'wsd', decay_steps: 4 }), 11)).toBe(0);
  });

  test('wsd falls in a fifth of the steps by itself, and never within the warm-up', () => {
    expect(rates({ schedule: 'wsd' }).slice(7)).toEqual([0.5, 0.5, 0.5 * (1 - Math.sqrt(1 / 2))]);
    const early = rates({ schedule: 'wsd', warmup_steps: 4, decay_steps: 100 });
    expect(early.slice(3, 5)).toEqual([0.5, 0.5]);
    expect(early[5]).toBeLessThan(0.5);
  });

  test.each(['linear', 'cosine', 'wsd'] as const)('of %s falls to the share that is to be left', (schedule) => {
    const floor = { schedule, min_learning_rate: 0.1 };
    const after = learningRate(settings(floor), 11);
    expect(after).toBeCloseTo(0.05, 12);
    const [whole, shared] = [rates({ schedule }), rates(floor)];
    for (const [i, rate] of shared.entries()) expect(rate).toBeCloseTo(0.05 + 0.9 * whole[i], 12);
  });

  test('a warm-up as long as the training or longer never gets full', () => {
    expect(rates({ schedule: 'linear', warmup_steps: 20 })[9]).toBe(0.25);
    expect(rates({ schedule: 'linear', warmup_steps: 10 })[9]).toBe(0.5);
  });
});
