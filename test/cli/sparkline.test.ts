import { describe, expect, test } from 'vitest';
import { drawProgress } from '../../src/cli/progress.ts';
import { createScreen } from '../../src/cli/screen.ts';
import { Course, sparkline } from '../../src/cli/sparkline.ts';
import { TrainingProgress } from '../../src/cli/training-progress.ts';

describe('a sparkline', () => {
  test('has the lowest level for the lowest value, the highest for the highest', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline([3, 2.5, 1])).toBe('█▇▁');
  });

  test('of equal values is level', () => {
    expect(sparkline([2, 2, 2])).toBe('▅▅▅');
  });
});

describe('the course of values', () => {
  const courseOf = (values: readonly number[]) => {
    const course = new Course();
    for (const value of values) course.add(value);
    return course.means;
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

  test('is the values themselves, up to sixteen', () => {
    expect(courseOf(upTo(16))).toEqual(upTo(16));
    expect(courseOf([])).toEqual([]);
  });

  test.each([17, 31, 32, 33, 47, 64, 65, 1000])('of %i values is sixteen means in their order', (count) => {
    const means = courseOf(upTo(count));
    expect(means).toHaveLength(16);
    expect(means).toEqual([...means].sort((a, b) => a - b));
    expect(courseOf(Array.from({ length: count }, () => 3))).toEqual(Array.from({ length: 16 }, () => 3));
    expect(means.at(-1)).toBeGreaterThan(count * 0.9 - 1);
  });

  test('joins pairs without a loss', () => {
    expect(courseOf(upTo(32))).toEqual(upTo(16).map((i) => 2 * i + 0.5));
  });
});

describe('the bar of a training', () => {
  const values = [8, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1];
  const state = { done: 3, total: 12, unit: 'steps', details: ['pass 1.0'], secondsLeft: 5 };
  const withCourse = { ...state, course: { name: 'loss', values } };
  const [whole, short] = ['██████░░░░░░░░░░░░░░░░░░', '███░░░░░░░░░'];
  const line = (bar: string, course: string) => `${bar} · 3 of 12 steps · pass 1.0${course} · 5 s left`;

  test('has a picture of the losses where there is room', () => {
    expect(drawProgress(withCourse, 120)).toBe(line(whole, ' · loss █▇▆▅▄▃▂▁▁▁▁▁▁▁▁▁'));
  });

  test('shows the newest losses where there is less room, and becomes shorter where there is even less', () => {
    const needed = line(whole, ' · loss ').length;
    expect(drawProgress(withCourse, needed + 11)).toBe(line(whole, ' · loss █▁▁▁▁▁▁▁▁▁'));
    expect(drawProgress(withCourse, needed + 10)).toMatch(new RegExp(`^${short} .* loss \\S{16} · 5 s left$`));
  });

  test('has none where there is no room, or before ten losses', () => {
    const fewest = line(short, ' · loss ').length + 10;
    expect(drawProgress(withCourse, fewest + 1)).toContain('loss');
    expect(drawProgress(withCourse, fewest)).toBe(drawProgress(state, fewest));
    const early = { ...state, course: { name: 'loss', values: values.slice(0, 9) } };
    expect(drawProgress(early, 120)).toBe(line(whole, ''));
  });

  test.each([
    ['dumb', false],
    ['xterm', true],
  ])('has one on a terminal %s: %s', (TERM, has) => {
    const written: string[] = [];
    const terminal = { isTTY: true, columns: 120, write: (text: string) => written.push(text) > 0 };
    createScreen(terminal, terminal, { TERM }).progress(withCourse);
    expect(written.join('').includes('loss █')).toBe(has);
  });

  test('knows all losses of this call', () => {
    const memory = { parameters: 0, gradients: 0, moments: 0, activations: 0, kernels: 0, program: 0, total: 1 };
    const plan = { type: 'plan', device: '', parameters: 1, tokensPerStep: 1, stepsPerEpoch: 5, steps: 40 } as const;
    const progress = new TrainingProgress({ ...plan, memory, availableBytes: 2 });
    for (let step = 1; step <= 40; step++) {
      const rest = { seconds: step, average: 1, learning_rate: 1, gradientNorm: 1, tokens: step };
      progress.add({ type: 'step', step, loss: 41 - step, ...rest });
    }
    expect(progress.state.course).toMatchObject({ name: 'loss' });
    expect(progress.state.course?.values).toHaveLength(16);
    expect(progress.state.course?.values[0]).toBeGreaterThan(progress.state.course!.values[15] + 30);
  });
});
