import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { rangeTestRate } from '../../../src/engine/training/range-test.ts';
import { eventsOf, tinyWorkplace, trained } from '../tiny-workplace.ts';

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const found = async (changes: object = {}, options: Parameters<typeof trained>[2] = {}) => {
  const { events, result } = await trained(root, { find_learning_rate: true, ...changes }, options);
  return { events, result, tried: eventsOf(events, 'rate-tried'), end: eventsOf(events, 'rates-found')[0] };
};

/** Every file below a folder, with its content and times. */
function filesIn(folder: string): Record<string, unknown> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, [readFileSync(path, 'latin1'), statSync(path).mtimeMs]];
    }),
  );
}

describe('a search for a learning rate', () => {
  test('tries rising rates until the loss diverges, and suggests rates at which the model learns', async () => {
    const { events, result, tried, end } = await found({ learning_rate: 0.003, batch_size: 4 });
    expect(tried.map(({ step, learning_rate }) => [step, learning_rate])).toEqual(
      tried.map((_, i) => [i + 1, rangeTestRate(i + 1)]),
    );
    expect(tried.length).toBeGreaterThan(60);
    expect(end).toMatchObject({ type: 'rates-found', steps: tried.length, learning_rate: 0.003 });
    expect(end.diverged).toBe(tried.length < 100);
    for (const rate of [end.steepest!, end.valley!]) {
      expect(rate).toBeGreaterThan(1e-4);
      expect(rate).toBeLessThan(1);
      const { events: learned } = await trained(root, {
        learning_rate: rate,
        batch_size: 4,
        steps: 20,
        run_name: `r${rate}`,
      });
      const losses = eventsOf(learned, 'step').map(({ loss }) => loss);
      expect(losses.at(-1)).toBeLessThan(losses[0] - 0.3);
    }
    // The clock of these tests advances by one second per call.
    expect(eventsOf(events, 'rate-test')).toEqual([{ type: 'rate-test', steps: 100, minutes: 98 / 60 }]);
    const kinds = events.map(({ type }) => type);
    expect(kinds.indexOf('rate-test')).toBe(kinds.indexOf('rate-tried') + 2);
    expect(result).toMatchObject({ reason: 'find-learning-rate', step: 0, latest: null });
  });

  test('leaves the files of a run alone, and its next steps', async () => {
    await trained(root, { steps: 2, run_name: 'straight' });
    await trained(root, { steps: 2 });
    const before = filesIn(root);
    const { result, tried } = await found({ steps: 4 });
    expect(filesIn(root)).toEqual(before);
    expect(result).toMatchObject({ step: 2 });
    const straight = await trained(root, { steps: 4, run_name: 'straight' });
    const losses = (events: typeof straight.events) => eventsOf(events, 'step').map(({ loss }) => loss);
    expect(losses((await trained(root, { steps: 4 })).events)).toEqual(losses(straight.events));
    // It begins where the run would go on.
    expect(tried[0].loss).toBe(losses(straight.events)[0]);
  });

  test('stops where the loss is no longer a number', async () => {
    const path = join(root, 'models/tiny/model.safetensors');
    const file = readFileSync(path);
    const begin = 8 + Number(file.readBigUInt64LE(0));
    for (let place = begin; place < file.length; place += 4) file.writeFloatLE(1e30, place);
    writeFileSync(path, file);
    const { tried, end } = await found();
    expect(tried).toEqual([]);
    expect(end).toMatchObject({ steps: 0, diverged: true, steepest: null, valley: null });
  });

  test('can be interrupted', async () => {
    const stopped = found({}, { onEvent: (event, stop) => event.type === 'rate-tried' && event.step === 3 && stop() });
    await expect(stopped).rejects.toThrow(/aborted/);
    expect(readdirSync(root)).not.toContain('checkpoint');
  });

  test('and a dry run are refused together', async () => {
    await expect(found({ dry_run: true })).rejects.toMatchObject({ code: 'setting', setting: 'find_learning_rate' });
  });
});
