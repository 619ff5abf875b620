import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeAdapters } from '../../../src/engine/checkpoint/peft/adapter-file.ts';
import { openReferenceDevice } from '../../../src/engine/device/reference/reference-device.ts';
import { AdaptedModel } from '../../../src/engine/models/adapters/adapted-model.ts';
import { mergeAdapters } from '../../../src/engine/models/adapters/merge-adapters.ts';
import { CachedReader } from '../../../src/engine/models/decoding-state.ts';
import { gpt2Configuration } from '../../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../../src/engine/models/language-model.ts';
import type { LanguageModel } from '../../../src/engine/models/model.ts';
import { initialise } from '../../../src/engine/models/parameters.ts';
import { Random } from '../../../src/engine/random.ts';
import { exportModel, generate } from '../../../src/index.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { writeCheckpoint } from '../../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { loadModel, loadWeights } from '../../../src/pipeline/models/load-model.ts';
import { openFolder } from '../../../src/pipeline/models/open-writer.ts';
import { readOnnx } from '../../engine/checkpoint/onnx-reader.ts';
import { referenceDevice, tinyContent } from '../../node/models/tiny-checkpoint.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { eventsOf, tinyWorkplace, trained } from '../tiny-workplace.ts';

const lora = { adapter: 'lora', lora_rank: 3, lora_alpha: 6, learning_rate: 0.02 } as const;

let root: string;
beforeEach(async () => {
  root = await tinyWorkplace();
});

const checkpoint = (step: number, run = 'run1') => join(root, 'checkpoint', run, `model-${step}`);
const lossesOf = async (changes: object) =>
  eventsOf((await trained(root, { ...lora, ...changes })).events, 'step').map(({ loss }) => loss);
const noticesOf = async (changes: object) =>
  eventsOf((await trained(root, { ...lora, ...changes })).events, 'notice').map(({ text }) => text);

test('four steps are two, and two more after resuming, to the bit', async () => {
  const straight = await lossesOf({ steps: 4, run_name: 'straight' });
  const halves = [...(await lossesOf({ steps: 2 })), ...(await lossesOf({ steps: 4 }))];
  expect(halves).toEqual(straight);
  expect(straight[3]).toBeLessThan(straight[0]);
  for (const file of ['adapter_model.safetensors', 'trainer.safetensors']) {
    expect(readFileSync(join(checkpoint(4), file))).toEqual(readFileSync(join(checkpoint(4, 'straight'), file)));
  }
});

test('so they are with dropout, which the checkpoint says, with a run that keeps its seed', async () => {
  const dropout = { lora_dropout: 0.3, seed: 5, accumulate_gradients: 2 };
  const straight = await lossesOf({ ...dropout, steps: 4, run_name: 'straight' });
  const halves = [
    ...(await lossesOf({ ...dropout, steps: 2 })),
    ...(await lossesOf({ ...dropout, seed: 6, steps: 4 })),
  ];
  expect(halves).toEqual(straight);
  expect(straight).not.toEqual(await lossesOf({ ...dropout, lora_dropout: 0, steps: 4, run_name: 'without' }));
  for (const file of ['adapter_model.safetensors', 'trainer.safetensors']) {
    expect(readFileSync(join(checkpoint(4), file))).toEqual(readFileSync(join(checkpoint(4, 'straight'), file)));
  }
  const config = JSON.parse(readFileSync(join(checkpoint(4), 'adapter_config.json'), 'utf8'));
  expect(config).toMatchObject({ lora_dropout: 0.3 });
});

describe('beside weights in 8 bits', () => {
  test('a training resumes to the bit, and says where it resumes beside others', async () => {
    const kept = { frozen_weights: 'q8_0' } as const;
    const straight = await lossesOf({ ...kept, steps: 4, run_name: 'straight' });
    const halves = [...(await lossesOf({ ...kept, steps: 2 })), ...(await lossesOf({ ...kept, steps: 4 }))];
    expect(halves).toEqual(straight);
    const beside16 = await lossesOf({ steps: 4, run_name: 'beside16' });
    expect(beside16).not.toEqual(straight);
    for (const [i, loss] of straight.entries()) expect(Math.abs(loss - beside16[i])).toBeLessThan(0.01);
    expect(await noticesOf({ ...kept, steps: 5 })).toEqual([expect.stringContaining('Only an adapter')]);
    expect(await noticesOf({ steps: 6 })).toContainEqual(
      'The run kept the weights beside its adapter as q8_0 and resumes with auto, so its losses will differ slightly. ' +
        'To keep them so, give frozen_weights q8_0.',
    );
    const trainer = join(checkpoint(6), 'trainer.json');
    const { settings, ...saved } = JSON.parse(readFileSync(trainer, 'utf8'));
    expect(settings.frozen_weights).toBe('auto');
    // As versions without the choice wrote it.
    const { frozen_weights: _, ...rest } = settings;
    writeFileSync(trainer, JSON.stringify({ ...saved, settings: rest }));
    expect(await noticesOf({ steps: 7, frozen_weights: 'bfloat16' })).toEqual([
      expect.stringContaining('Only an adapter'),
    ]);
  });

  test('is what a file of Q8_0 gets by itself, in the forecast too', async () => {
    const configuration = gpt2Configuration({ n_vocab: 257, n_ctx: 16, n_embd: 32, n_head: 2, n_layer: 1 }, 'test');
    const wide = join(root, 'models/wide');
    mkdirSync(wide);
    const model = new TrainableModel(referenceDevice(), configuration);
    initialise(model.device, model.parameters, Random.fromSeed(3));
    await writeCheckpoint(nodeFiles, wide, { ...tinyContent(referenceDevice(), 1), model, moments: null });
    for (const dtype of ['q8_0', 'float16'] as const) {
      const folder = join(root, `models/${dtype}`);
      mkdirSync(folder);
      await allOf(exportModel({ to: 'gguf', out: join(folder, 'wide.gguf'), model_name: 'wide', dtype }, { root }));
    }
    const training = async (model_name: string, frozen_weights: 'auto' | 'bfloat16' | 'q8_0') => {
      const run_name = `${model_name}-${frozen_weights}`;
      const { events } = await trained(root, { ...lora, steps: 2, model_name, frozen_weights, run_name });
      const [{ memory }] = eventsOf(events, 'plan');
      return { losses: eventsOf(events, 'step').map(({ loss }) => loss), bytes: memory.parameters };
    };
    expect(await training('q8_0', 'auto')).toEqual(await training('q8_0', 'q8_0'));
    expect(await training('float16', 'auto')).toEqual(await training('float16', 'bfloat16'));
    const [less, more] = [await training('q8_0', 'auto'), await training('q8_0', 'bfloat16')];
    expect(less.losses).not.toEqual(more.losses);
    expect(less.bytes).toBeLessThan(more.bytes);
  });
});

test("a checkpoint is PEFT's two files, the tokenizer and the trainer; the model stays as it is", async () => {
  const model = join(root, 'models/tiny/model.safetensors');
  const before = readFileSync(model);
  await lossesOf({ steps: 1 });
  expect(readdirSync(checkpoint(1)).sort()).toEqual([
    'adapter_config.json',
    'adapter_model.safetensors',
    'encoder.json',
    'trainer.json',
    'trainer.safetensors',
    'vocab.bpe',
  ]);
  expect(JSON.parse(readFileSync(join(checkpoint(1), 'adapter_config.json'), 'utf8'))).toMatchObject({
    base_model_name_or_path: 'tiny',
    fan_in_fan_out: true,
    lora_alpha: 6,
    peft_type: 'LORA',
    r: 3,
    target_modules: ['c_attn', 'c_fc', 'c_proj'],
  });
  expect(readFileSync(model)).toEqual(before);
});

describe('a trained adapter', () => {
  beforeEach(async () => void (await lossesOf({ steps: 3 })));

  test('writes, with its weights rounded or not', async () => {
    const project = nodeProject({ root });
    const device = openReferenceDevice();
    const { model: exact } = await loadModel(project, device, checkpoint(3));
    const merged = await loadWeights(project, device, checkpoint(3), exact.configuration);
    expect(exact).toBeInstanceOf(AdaptedModel);
    expect(merged).toBeInstanceOf(TrainableModel);
    const wanted = await logitsOf(merged);
    expect(distance(await logitsOf(exact), wanted)).toBeLessThan(1e-5);
    expect(distance(await logitsOf((exact as AdaptedModel).base), wanted)).toBeGreaterThan(0.05);
    for (const quantize of ['none', 'bfloat16', 'int8'] as const) {
      const settings = { device: 'reference', threads: null, precision: 'auto', quantize } as const;
      const writer = await resultOf(openFolder(project, { path: checkpoint(3) }, settings));
      expect(distance(await logitsOf(writer.model), wanted), quantize).toBeLessThan(0.05);
      await writer.close();
    }
    await device.close();
    const texts = await allOf(
      generate({ run: 'run1', nsamples: 1, length: 4, seed: 1, device: 'reference' }, { root }),
    );
    expect(texts.some(({ type }) => type === 'text-done')).toBe(true);
  });

  test('is merged by an export, and copied for PEFT', async () => {
    const out = join(root, 'out');
    mkdirSync(out);
    await allOf(exportModel({ to: 'huggingface', out: join(out, 'whole'), run: 'run1' }, { root }));
    await allOf(exportModel({ to: 'peft', out: join(out, 'peft'), run: 'run1' }, { root }));
    const device = openReferenceDevice();
    const project = nodeProject({ root });
    const { model: whole } = await loadModel(project, device, join(out, 'whole'));
    const { model: adapted } = await loadModel(project, device, join(root, 'models/tiny'));
    const { model: ours } = await loadModel(project, device, checkpoint(3));
    await mergeAdapters(adapted as TrainableModel, (ours as AdaptedModel).adapters);
    expect(await logitsOf(whole)).toEqual(await logitsOf(adapted));
    await allOf(exportModel({ to: 'onnx', out: join(out, 'web'), run: 'run1' }, { root }));
    const { initializers } = readOnnx(new Map([['model.onnx', readFileSync(join(out, 'web/onnx/model.onnx'))]]));
    for await (const { spec, values } of whole.parameters.entries()) {
      expect(new Float32Array(initializers.get(spec.name)!.data.buffer), spec.name).toEqual(values);
    }
    expect(readFileSync(join(out, 'peft/adapter_model.safetensors'))).toEqual(
      readFileSync(join(checkpoint(3), 'adapter_model.safetensors')),
    );
    expect(readdirSync(join(out, 'peft')).sort()).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
      'encoder.json',
      'vocab.bpe',
    ]);
    await device.close();
    const refused = allOf(exportModel({ to: 'peft', out: join(out, 'no'), model_name: 'tiny' }, { root }));
    await expect(refused).rejects.toMatchObject({ code: 'setting', message: expect.stringContaining('whole model') });
  });

  test('goes to Ollama with its model, if that is GGUF', async () => {
    const out = join(root, 'out');
    mkdirSync(out);
    const toOllama = (run: string) =>
      allOf(exportModel({ to: 'gguf-adapter', out: join(out, 'a.gguf'), run, modelfile: true }, { root }));
    await expect(toOllama('run1')).rejects.toMatchObject({
      code: 'setting',
      message: expect.stringContaining(
        'modelfile would name tiny, the model of the adapter, which Ollama can read only',
      ),
    });
    expect(readdirSync(out)).toEqual([]);

    const gguf = join(root, 'models/tiny-gguf');
    mkdirSync(gguf);
    await allOf(exportModel({ to: 'gguf', out: join(gguf, 'tiny.gguf'), model_name: 'tiny' }, { root }));
    await lossesOf({ steps: 1, run_name: 'beside-gguf', model_name: 'tiny-gguf' });
    const written = [join(out, 'a.gguf'), join(out, 'Modelfile')];
    expect((await toOllama('beside-gguf')).at(-1)).toEqual({ type: 'exported', paths: written });
    const [from, adapter] = readFileSync(written[1], 'utf8').split('\n');
    expect([from, adapter]).toEqual(['FROM ../models/tiny-gguf/tiny.gguf', 'ADAPTER ./a.gguf']);
  });

  test('of a model that is gone, or has changed, is refused', async () => {
    const load = () => loadModel(nodeProject({ root }), referenceDevice(), checkpoint(3));
    const model = join(root, 'models/tiny');
    rmSync(model, { recursive: true });
    mkdirSync(model);
    await writeCheckpoint(nodeFiles, model, { ...tinyContent(referenceDevice(), 2), moments: null });
    await expect(load()).rejects.toMatchObject({ code: 'adapter', message: expect.stringContaining('not those') });
    rmSync(model, { recursive: true });
    await expect(load()).rejects.toMatchObject({
      code: 'adapter',
      message: expect.stringContaining('an adapter of tiny, which is missing'),
    });
    writeFileSync(join(checkpoint(3), 'adapter_config.json'), '{"peft_type":"LORA","r":3,"lora_alpha":6}');
    await expect(load()).rejects.toMatchObject({ message: expect.stringContaining('does not say of which model') });
    rmSync(join(checkpoint(3), 'adapter_config.json'));
    await expect(load()).rejects.toMatchObject({ message: expect.stringContaining('without adapter_config.json') });
  });

  test('of other software, which says nothing of the weights it belongs to, is taken at its word', async () => {
    const project = nodeProject({ root });
    const { model } = await loadModel(project, referenceDevice(), checkpoint(3));
    const file = join(checkpoint(3), 'adapter_model.safetensors');
    const pieces: Uint8Array[] = [];
    await writeAdapters(async (bytes) => void pieces.push(bytes.slice()), (model as AdaptedModel).adapters, null);
    writeFileSync(file, Buffer.concat(pieces));
    rmSync(join(root, 'models/tiny'), { recursive: true });
    mkdirSync(join(root, 'models/tiny'));
    await writeCheckpoint(nodeFiles, join(root, 'models/tiny'), {
      ...tinyContent(referenceDevice(), 2),
      moments: null,
    });
    const { model: other } = await loadModel(project, referenceDevice(), checkpoint(3));
    expect(distance(await logitsOf(other), await logitsOf(model))).toBeGreaterThan(0.01);
  });

  test('goes on as it began, and says so', async () => {
    expect(await noticesOf({ steps: 4, adapter: 'none' })).toContainEqual(
      expect.stringContaining('goes on training its adapter'),
    );
    expect(await noticesOf({ steps: 5, lora_rank: 5 })).toContainEqual(
      expect.stringContaining('keeps its adapter of rank 3, alpha 6 and dropout 0'),
    );
    expect(await noticesOf({ steps: 5, lora_dropout: 0.1 })).toContainEqual(
      expect.stringContaining('keeps its adapter of rank 3, alpha 6 and dropout 0'),
    );
    const same = await noticesOf({ steps: 6 });
    expect(same).toEqual([expect.stringContaining('Only an adapter (LoRA, rank 3)')]);
  });

  test('is where another training can begin: of the adapter, or of all weights with it', async () => {
    const weights = join(temporaryFolder(), 'adapter');
    mkdirSync(weights);
    for (const file of ['adapter_model.safetensors', 'adapter_config.json']) {
      writeFileSync(join(weights, file), readFileSync(join(checkpoint(3), file)));
    }
    await lossesOf({ steps: 1, run_name: 'further', model_name: weights });
    expect(readdirSync(checkpoint(1, 'further'))).toContain('adapter_model.safetensors');
    await lossesOf({ steps: 1, run_name: 'whole', model_name: weights, adapter: 'none' });
    expect(readdirSync(checkpoint(1, 'whole'))).toContain('model.safetensors');
  });
});

test('frozen blocks are refused beside an adapter, which freezes all of them', async () => {
  const running = trained(root, { ...lora, freeze_blocks: 1 });
  await expect(running).rejects.toThrow(/freeze_blocks is for whole weights/);
});

test('a training of all weights does not become one of an adapter', async () => {
  await trained(root, { steps: 1, learning_rate: lora.learning_rate });
  expect(await noticesOf({ steps: 2 })).toEqual([expect.stringContaining('goes on training all weights')]);
});

describe('auto', () => {
  test('trains all weights where they fit, and an adapter where they do not', async () => {
    const { events } = await trained(root, { steps: 1, adapter: 'auto', run_name: 'fits' });
    const [{ memory }] = eventsOf(events, 'plan');
    expect(eventsOf(events, 'notice')).toEqual([]);
    expect(readdirSync(checkpoint(1, 'fits'))).toContain('model.safetensors');
    const availableBytes = memory.total - 1;
    const { events: less } = await trained(
      root,
      { steps: 1, adapter: 'auto', lora_rank: 1, run_name: 'less' },
      { availableBytes },
    );
    expect(eventsOf(less, 'notice')[0].text).toMatch(
      /^Only an adapter \(LoRA, rank 1\) of \d+ parameters is trained, because training all weights needs/,
    );
    expect(eventsOf(less, 'plan')[0].memory.total).toBeLessThan(memory.total);
    expect(readdirSync(checkpoint(1, 'less'))).toContain('adapter_model.safetensors');
  });

  test('trains all weights if they are random; lora is refused', async () => {
    const shape = { n_layer: 1, n_head: 1, n_embd: 4, n_ctx: 8, window: 8, model_name: 'random:nano', batch_size: 1 };
    await expect(trained(root, { ...shape, adapter: 'lora', run_name: 'a' })).rejects.toMatchObject({
      code: 'setting',
      message: expect.stringContaining('are random'),
    });
    await trained(root, { ...shape, steps: 1, adapter: 'auto', run_name: 'b' });
    expect(readdirSync(checkpoint(1, 'b'))).toContain('model.safetensors');
  });
});

test('what does not fit may fit as an adapter, which the error says where it saves more than other settings', async () => {
  const { events } = await trained(root, { ...lora, steps: 1, run_name: 'a' });
  const [{ memory }] = eventsOf(events, 'plan');
  const refused = trained(root, { lora_rank: 3, run_name: 'b' }, { availableBytes: memory.total });
  await expect(refused).rejects.toMatchObject({
    code: 'memory',
    message: expect.stringMatching(/it fits with .*; or with adapter lora\.$/),
  });
});

test('dropout of whole weights is refused, with or without dropout of its own', async () => {
  for (const lora_dropout of [0, 0.1]) {
    await expect(trained(root, { ...lora, lora_dropout, dropout: 0.1 })).rejects.toThrow(
      'dropout is for training all weights; adapters have lora_dropout.',
    );
  }
  expect((await trained(root, { dropout: 0.1, run_name: 'whole', steps: 1 })).result.step).toBe(1);
});

test('muon is refused, which is for whole matrices', async () => {
  await expect(trained(root, { ...lora, optimizer: 'muon' })).rejects.toMatchObject({ code: 'setting' });
});

async function logitsOf(model: LanguageModel): Promise<Float32Array> {
  const reader = new CachedReader(model, 1);
  const logits = await reader.feed(Int32Array.of(1, 5, 9, 200, 7));
  reader.free();
  return Float32Array.from(logits);
}

function distance(found: Float32Array, wanted: Float32Array): number {
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
}

async function allOf<Event>(events: AsyncIterable<Event>): Promise<Event[]> {
  const found: Event[] = [];
  for await (const event of events) found.push(event);
  return found;
}

async function resultOf<Result>(events: AsyncGenerator<unknown, Result, undefined>): Promise<Result> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) return value as Result;
  }
}
