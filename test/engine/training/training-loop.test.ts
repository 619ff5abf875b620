import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Device } from '../../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { tokenSet } from '../../../src/engine/tokens/token-set.ts';
import { validationBatches } from '../../../src/engine/tokens/validation-batches.ts';
import { Trainer } from '../../../src/engine/training/trainer.ts';
import type { TrainerSettings } from '../../../src/engine/training/trainer-settings.ts';
import { checkTrainerState, TrainerStateFault } from '../../../src/engine/training/trainer-state.ts';
import { type LoopSettings, type TrainingEvent, trainingLoop } from '../../../src/engine/training/training-loop.ts';
import { sameBits } from '../../device/tolerance.ts';
import { tinyData, tinyModel, tinySettings, tinyTrainer } from './tiny-training.ts';

let device: Device;
beforeEach(() => {
  device = openReferenceDevice();
});
afterEach(() => device.close());

const never: LoopSettings = { steps: null, save_every: 0, sample_every: 0, val_every: 0, patience: 0 };

/** Runs a loop; `onEvent` may stop it. */
async function events(
  trainer: Trainer,
  settings: Partial<LoopSettings>,
  onEvent: (event: TrainingEvent, stop: AbortController) => void | Promise<void> = () => {},
): Promise<TrainingEvent[]> {
  const stop = new AbortController();
  const seen: TrainingEvent[] = [];
  let seconds = 100;
  for await (const event of trainingLoop(
    trainer,
    { ...never, ...settings },
    { clock: () => seconds++, signal: stop.signal },
  )) {
    seen.push(event);
    await onEvent(event, stop);
  }
  return seen;
}

const shortly = (seen: readonly TrainingEvent[]) =>
  seen.map((event) => `${event.type} ${event.step}${event.type === 'stopped' ? ` ${event.reason}` : ''}`);

describe('a validation', () => {
  /** The progress of a validation of four batches, each of which takes this long. */
  async function progress(seconds: number): Promise<TrainingEvent[]> {
    const { window } = tinySettings;
    const [chunk] = tinyData.training.chunks;
    const validation = validationBatches(tokenSet([chunk.subarray(0, 1 + 4 * window)]), window, 1);
    expect(validation).toHaveLength(4);
    const trainer = new Trainer(tinyModel(device), { ...tinyData, validation }, tinySettings);
    let now = 0;
    const clock = () => {
      now += seconds;
      return now;
    };
    const seen: TrainingEvent[] = [];
    for await (const event of trainingLoop(trainer, { ...never, steps: 1, val_every: 1 }, { clock })) {
      if (event.type === 'step') break;
      seen.push(event);
    }
    return seen.filter(({ type }) => type === 'validating');
  }

  test('says every two seconds how far it is, and how long it still takes', async () => {
    const about = { type: 'validating', step: 0, batches: 4 };
    expect(await progress(1)).toEqual([{ ...about, batchesDone: 2, secondsLeft: 2 }]);
    expect(await progress(2)).toEqual([
      { ...about, batchesDone: 1, secondsLeft: 6 },
      { ...about, batchesDone: 2, secondsLeft: 4 },
      { ...about, batchesDone: 3, secondsLeft: 2 },
    ]);
  });

  test('that is quick says nothing', async () => {
    expect(await progress(0.4)).toEqual([]);
  });
});

describe('the order of things', () => {
  test('after an update: validation, save, samples; the base model and the last step are validated too', async () => {
    const settings = { steps: 5, val_every: 2, save_every: 2, sample_every: 4 };
    const seen = await events(tinyTrainer(device, { learning_rate: 1e-9 }), settings);
    expect(shortly(seen).filter((event) => !/^save [135]/.test(event))).toEqual([
      'validation 0',
      'step 1',
      'step 2',
      'validation 2',
      'save 2',
      'step 3',
      'step 4',
      'validation 4',
      'save 4',
      'sample 4',
      'step 5',
      'validation 5',
      'stopped 5 steps',
    ]);
    expect(shortly(seen)).toContain('save 5');
  });

  test('without anything to validate on, nothing is validated', async () => {
    const data = { ...tinyData, validation: [] };
    expect(shortly(await events(tinyTrainer(device, {}, { data }), { steps: 1, val_every: 1 }))).toEqual([
      'step 1',
      'save 1',
      'stopped 1 steps',
    ]);
  });

  test('a validation that is the best is saved at once, and said to be', async () => {
    const seen = await events(tinyTrainer(device), { steps: 4, val_every: 2, save_every: 0 });
    expect(shortly(seen)).toContain('save 2');
    const saves = seen.filter((event) => event.type === 'save');
    const validations = seen.filter((event) => event.type === 'validation');
    expect(saves.map(({ isBest }) => isBest)).toEqual([true, true]);
    expect(validations.map(({ isBest }) => isBest)).toEqual([false, true, true]);
  });

  test('patience runs out', async () => {
    const trainer = tinyTrainer(device, { learning_rate: 0.5, schedule: 'constant' });
    const seen = await events(trainer, { val_every: 1, patience: 3 });
    expect(seen.at(-1)).toMatchObject({ type: 'stopped', reason: 'patience' });
    expect(trainer.step - trainer.validations.best!.step).toBe(3);
    expect(shortly(seen)).toContain(`save ${trainer.step}`);
    // Started again, it is still out of patience.
    const state = trainer.state();
    const again = tinyTrainer(device, { learning_rate: 0.5 }, { state });
    expect(shortly(await events(again, { val_every: 1, patience: 3 }))).toEqual([`stopped ${state.step} patience`]);
  });

  test('seconds count from the start of the loop', async () => {
    const [step] = (await events(tinyTrainer(device), { steps: 1 })).filter((event) => event.type === 'step');
    expect(step.seconds).toBe(1);
  });
});

describe('interrupted', () => {
  const interrupt = (type: TrainingEvent['type'], step: number) => (event: TrainingEvent, stop: AbortController) => {
    if (event.type === type && event.step === step) stop.abort();
  };

  test('it saves and stops', async () => {
    const seen = await events(tinyTrainer(device), { steps: 9 }, interrupt('step', 2));
    expect(shortly(seen)).toEqual(['step 1', 'step 2', 'save 2', 'stopped 2 interrupted']);
  });

  test('before the first update it saves nothing', async () => {
    const seen = await events(tinyTrainer(device), { val_every: 1 }, interrupt('validation', 0));
    expect(shortly(seen)).toEqual(['validation 0', 'stopped 0 interrupted']);
  });

  test('while it samples, it saves once', async () => {
    const both = await events(tinyTrainer(device), { sample_every: 1, save_every: 1 }, interrupt('sample', 1));
    expect(shortly(both)).toEqual(['step 1', 'save 1', 'sample 1', 'stopped 1 interrupted']);
    const unsaved = await events(tinyTrainer(device), { sample_every: 1 }, interrupt('sample', 1));
    expect(shortly(unsaved)).toEqual(['step 1', 'sample 1', 'save 1', 'stopped 1 interrupted']);
  });

  test('before a validation that was due, it is done when the training resumes', async () => {
    const trainer = tinyTrainer(device);
    const seen = await events(trainer, { val_every: 2 }, interrupt('step', 2));
    expect(shortly(seen).slice(-2)).toEqual(['save 2', 'stopped 2 interrupted']);
    const restored = tinyTrainer(device, {}, { model: trainer.model, state: trainer.state() });
    const then = await events(restored, { val_every: 2, steps: 3 });
    expect(shortly(then).slice(0, 3)).toEqual(['validation 2', 'save 2', 'step 3']);
  });
});

test('a complete training that is interrupted at its last step is complete', async () => {
  const seen = await events(tinyTrainer(device), { steps: 1 }, ({ type }, stop) => {
    if (type === 'step') stop.abort();
  });
  expect(seen.at(-1)).toMatchObject({ type: 'stopped', reason: 'steps' });
});

/** All of a training, as a checkpoint keeps it. */
async function saved(trainer: Trainer) {
  const sets = [trainer.model.parameters, ...(trainer.moments ? [trainer.moments.m, trainer.moments.v] : [])];
  const tensors = await Promise.all(sets.map(({ buffers: [flat] }) => device.read(flat)));
  return { tensors, state: JSON.stringify(trainer.state()) };
}

function restored({ tensors, state }: Awaited<ReturnType<typeof saved>>, settings: TrainerSettings): Trainer {
  const model = tinyModel(device);
  const trainer = new Trainer(model, tinyData, settings, {
    state: checkTrainerState(JSON.parse(state), 'trainer.json'),
  });
  const sets = [model.parameters, ...(trainer.moments ? [trainer.moments.m, trainer.moments.v] : [])];
  sets.forEach(({ buffers: [flat] }, i) => {
    device.write(flat, tensors[i]);
  });
  return trainer;
}

test.each(['adam', 'adamw', 'sgd'] as const)(
  '%s: twelve steps are five, an interruption and seven, to the bit',
  async (optimizer) => {
    const settings = { ...tinySettings, optimizer };
    const loop = { steps: 12, val_every: 4, save_every: 3 };
    const straight = tinyTrainer(device, settings);
    const expected = await events(straight, loop);

    const first = tinyTrainer(device, settings);
    const before = await events(first, loop, (event, stop) => {
      if (event.type === 'step' && event.step === 5) stop.abort();
    });
    const second = restored(await saved(first), settings);
    const after = await events(second, loop);

    const steps = (seen: readonly TrainingEvent[]) =>
      seen.filter(({ type }) => type === 'step' || type === 'validation').map((event) => ({ ...event, seconds: 0 }));
    expect([...steps(before), ...steps(after)]).toEqual(steps(expected));
    expect(shortly(after).at(-1)).toBe('stopped 12 steps');
    const [a, b] = [await saved(straight), await saved(second)];
    expect(b.state).toBe(a.state);
    expect(b.tensors.every((tensor, i) => sameBits(tensor, a.tensors[i]))).toBe(true);
  },
);

describe('a saved state', () => {
  const state = () => JSON.parse(JSON.stringify(tinyTrainer(device).state()));

  test('is taken as it is when it is whole', () => {
    expect(checkTrainerState(state(), 'trainer.json')).toEqual(state());
  });

  test.each(['step', 'tokens', 'optimizerUpdates', 'average', 'validations', 'random'])(
    'is refused without %s',
    (key) => {
      for (const wrong of [{}, null, -1, 0.5, 'x', [1]]) {
        const damaged = { ...state(), [key]: wrong };
        expect(() => checkTrainerState(damaged, 'trainer.json')).toThrow(TrainerStateFault);
        expect(() => checkTrainerState(damaged, 'trainer.json')).toThrow(`trainer.json has no usable "${key}"`);
      }
      expect(() => checkTrainerState(null, 'trainer.json')).toThrow(TrainerStateFault);
    },
  );
});
