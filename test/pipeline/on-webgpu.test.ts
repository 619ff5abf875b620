import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { GpuLostFault } from '../../src/engine/device/webgpu/faults.ts';
import { openWebGpuDevice } from '../../src/engine/device/webgpu/open-webgpu-device.ts';
import { evaluate, generate } from '../../src/index.ts';
import { nodeProject } from '../../src/node/project/node-project.ts';
import { train } from '../../src/pipeline/train/train.ts';
import type { Devices } from '../../src/project/devices.ts';
import { missingFloat16, missingSoftwareGpu, softwareAdapter } from '../device/webgpu-software.ts';
import { eventsOf, tinySettings, tinyWorkplace, trained } from './tiny-workplace.ts';

const title = missingSoftwareGpu === null ? 'on webgpu' : `on webgpu (skipped: ${missingSoftwareGpu})`;
const device = 'webgpu' as const;

const float16Title = missingFloat16 === null ? 'in float16' : `in float16 (skipped: ${missingFloat16})`;

describe.skipIf(missingSoftwareGpu !== null)(title, () => {
  let root: string;
  beforeEach(async () => {
    root = await tinyWorkplace();
  });

  const lossesOf = async (changes: object) =>
    eventsOf((await trained(root, changes)).events, 'step').map(({ loss }) => loss);

  test.each([{}, { adapter: 'lora', lora_rank: 3, lora_dropout: 0.1, learning_rate: 0.02 }] as const)(
    'a training has the losses of the reference device: %o',
    async (changes) => {
      const expected = await lossesOf({ ...changes, run_name: 'reference' });
      const received = await lossesOf({ ...changes, run_name: 'webgpu', device });
      expect(received.length).toBe(3);
      received.forEach((loss, step) => void expect(Math.abs(loss / expected[step] - 1)).toBeLessThan(0.005));
    },
  );

  test.each(['none', 'bfloat16'] as const)(
    'texts are those of the reference device, with weights %s',
    async (quantize) => {
      const textsOn = async (device: 'reference' | 'webgpu') => {
        const given = { model_name: 'tiny', nsamples: 2, length: 6, seed: 1, quantize, device };
        const texts: string[] = [];
        for await (const event of generate(given, { root })) if (event.type === 'text-done') texts.push(event.text);
        return texts;
      };
      expect(await textsOn('webgpu')).toEqual(await textsOn('reference'));
    },
  );

  test('a text is judged as on the reference device', async () => {
    const lossOn = async (device: 'reference' | 'webgpu') => {
      const given = { texts: [join(root, 'training.txt')], model_name: 'tiny', device };
      const [evaluated] = await evaluate(given, { root });
      return evaluated.loss;
    };
    expect((await lossOn('webgpu')) / (await lossOn('reference'))).toBeCloseTo(1, 5);
  });

  describe.skipIf(missingFloat16 !== null)(float16Title, () => {
    const rounded = { device, precision: 'float16' } as const;

    test.each([{}, { adapter: 'lora', lora_rank: 3, lora_dropout: 0.1, learning_rate: 0.02 }] as const)(
      'a training has the losses of the reference device: %o',
      async (changes) => {
        const expected = await lossesOf({ ...changes, run_name: 'reference' });
        const received = await lossesOf({ ...changes, run_name: 'webgpu', ...rounded });
        expect(received.length).toBe(3);
        expect(received).not.toEqual(expected);
        received.forEach((loss, step) => void expect(Math.abs(loss / expected[step] - 1)).toBeLessThan(0.005));
      },
    );

    test('a training that resumes in it says so, and in which precision it was computed', async () => {
      const notices = async (changes: object) =>
        eventsOf((await trained(root, { ...changes, run_name: 'one' })).events, 'notice').map(({ text }) => text);
      const told = expect.stringMatching(/computed in float32 and resumes in float16.*give precision float32\./);
      expect(await notices({ device, precision: 'float32', steps: 2 })).not.toContainEqual(told);
      expect(await notices({ ...rounded, steps: 4 })).toContainEqual(told);
      expect(await notices({ ...rounded, steps: 6 })).not.toContainEqual(expect.stringMatching(/computed in/));
    });

    test('a text is written, and judged nearly as in float32', async () => {
      const lossIn = async (precision: 'float32' | 'float16') => {
        const [evaluated] = await evaluate(
          { texts: [join(root, 'training.txt')], model_name: 'tiny', device, precision },
          { root },
        );
        return evaluated.loss;
      };
      expect((await lossIn('float16')) / (await lossIn('float32'))).toBeCloseTo(1, 3);
      const texts = [];
      for await (const event of generate({ model_name: 'tiny', nsamples: 2, length: 6, seed: 1, ...rounded }, { root }))
        if (event.type === 'text-done') texts.push(event.text);
      expect(texts.length).toBe(2);
    });
  });

  test('a GPU that is lost ends a training, which resumes from its last checkpoint', async () => {
    let lose = () => {};
    const devices: Devices = {
      ...nodeProject().devices,
      async open() {
        const adapter = await adapterThat((destroy) => {
          lose = destroy;
        });
        const device = await openWebGpuDevice(adapter);
        const { name, description } = device;
        const rest = { instructionSet: null, precision: 'float32', because: null, slowBecause: null } as const;
        return { device, event: { type: 'device', name, description, ...rest } };
      },
    };
    const changes = { device, steps: 6, save_every: 2 };
    const training = (async () => {
      for await (const event of train(tinySettings(root, changes), { ...nodeProject({ root }), devices })) {
        if (event.type === 'step' && event.step === 3) lose();
      }
    })();
    await expect(training).rejects.toThrow(GpuLostFault);
    await expect(training).rejects.toThrow('Run the same command again: training resumes from its last checkpoint.');
    const { events } = await trained(root, changes);
    expect(eventsOf(events, 'step').map(({ step }) => step)).toEqual([3, 4, 5, 6]);
  });
});

/** The adapter, whose device `onDestroy` gets the means to destroy. */
async function adapterThat(onDestroy: (destroy: () => void) => void): ReturnType<typeof softwareAdapter> {
  const adapter = await softwareAdapter();
  return {
    features: adapter.features,
    limits: adapter.limits,
    info: adapter.info,
    async requestDevice(descriptor) {
      const gpu = await adapter.requestDevice(descriptor);
      onDestroy(() => gpu.destroy());
      return gpu;
    },
  };
}
