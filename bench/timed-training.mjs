// A training that takes a given time, whatever its speed, and its validation losses.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { train } from '../dist/index.js';

const VALIDATIONS = 8;
const MEASURED_STEPS = 6;

/**
 * Trains with these settings, except `steps`: their number is measured first, so that the schedule ends with the time.
 * Yields, at each validation, { steps, parameters, step, seconds, tokens, loss, validation_loss }; validations take none of
 * the seconds. `models` is the folder of models.
 */
export async function* timedTraining(settings, budget, models) {
  const perStep = await secondsPerStep(settings, models);
  const steps = Math.max(VALIDATIONS, Math.floor(budget / perStep));
  const whole = { warmup_steps: Math.ceil(steps / 50), ...settings, steps, val_every: Math.ceil(steps / VALIDATIONS) };
  let parameters = 0;
  let last = null;
  let [trained, before] = [0, 0];
  for await (const event of training(whole, models)) {
    if (event.type === 'plan') parameters = event.parameters;
    if (event.type === 'step') {
      trained += event.seconds - before;
      last = event;
    }
    if (event.type === 'step' || event.type === 'validation') before = event.seconds;
    if (event.type !== 'validation' || last === null) continue;
    const { tokens, average: loss } = last;
    const seconds = Number(trained.toFixed(1));
    yield { steps, parameters, step: event.step, seconds, tokens, loss, validation_loss: event.loss };
  }
}

async function secondsPerStep(settings, models) {
  const moments = [];
  const short = {
    ...settings,
    steps: MEASURED_STEPS,
    schedule: 'constant',
    decay_steps: null,
    min_learning_rate: 0,
    warmup_steps: 0,
    val_every: 0,
  };
  for await (const event of training(short, models)) if (event.type === 'step') moments.push(event.seconds);
  return (moments.at(-1) - moments[0]) / (moments.length - 1);
}

/** The events of a training; its checkpoints are deleted. */
async function* training(settings, models) {
  const root = mkdtempSync(join(tmpdir(), 'tpdne-timed-'));
  try {
    if (models !== undefined) symlinkSync(resolve(models), join(root, 'models'));
    yield* train(settings, { root });
  } finally {
    rmSync(root, { recursive: true });
  }
}
