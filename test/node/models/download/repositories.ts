import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { downloadScreen } from '../../../../src/cli/download-screen.ts';
import {
  formatCheckpointFile,
  writeTensorflowBundle,
} from '../../../../src/engine/checkpoint/formats/tensorflow/tensorflow-bundle.ts';
import { tensorsFor } from '../../../../src/engine/checkpoint/parameters-file.ts';
import { openReferenceDevice } from '../../../../src/engine/device/reference/reference-device.ts';
import { conventions } from '../../../../src/engine/models/gpt2/tensor-names.ts';
import { download } from '../../../../src/index.ts';
import type { DownloadGiven } from '../../../../src/pipeline/settings/download.ts';
import type { DownloadEvent } from '../../../../src/project/download-events.ts';
import { fakeSurroundings } from '../../../cli/fake-surroundings.ts';
import { tinyModel, tinyTokenizer, tinyVocabulary } from '../../../engine/generation/tiny-model.ts';
import { writeTinyModels } from '../../../pipeline/tiny-models.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { quick } from '../../network/quick-retries.ts';

/** The files of a tiny GPT-2 as Hugging Face has them. */
export async function tinyRepository(): Promise<Record<string, Buffer>> {
  const root = temporaryFolder();
  await writeTinyModels(root, ['tiny']);
  const read = (name: string) => readFileSync(join(root, 'tiny', name));
  return {
    'README.md': Buffer.from('# Tiny'),
    'config.json': read('config.json'),
    'merges.txt': read('vocab.bpe'),
    'model.safetensors': read('model.safetensors'),
    'vocab.json': read('encoder.json'),
  };
}

/** The seven files of the same model as OpenAI has them. */
export async function tinyBucket(): Promise<Record<string, Buffer>> {
  const device = openReferenceDevice();
  const model = await tinyModel(device);
  const data: Uint8Array[] = [];
  const index: Uint8Array[] = [];
  await writeTensorflowBundle(
    { data: async (bytes) => void data.push(bytes.slice()), index: async (bytes) => void index.push(bytes.slice()) },
    tensorsFor(conventions.tensorflow, model.parameters),
  );
  const hparams = model.configuration.fileText('hparams.json', tinyTokenizer);
  await device.close();
  return {
    checkpoint: Buffer.from(formatCheckpointFile('model.ckpt')),
    'encoder.json': Buffer.from(tinyVocabulary.encoder),
    'hparams.json': Buffer.from(hparams),
    'model.ckpt.data-00000-of-00001': Buffer.concat(data),
    'model.ckpt.index': Buffer.concat(index),
    // A message with one field, a string.
    'model.ckpt.meta': Buffer.from([0x0a, 3, 97, 98, 99]),
    'vocab.bpe': Buffer.from(tinyVocabulary.merges),
  };
}

/** Hides this machine's own environment from downloads. */
export function cleanEnvironment(changes: Record<string, string> = {}): void {
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  const tokens = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HF_HOME', 'XDG_CACHE_HOME'];
  for (const name of [...proxies, ...tokens, 'HF_ENDPOINT', 'TPDNE_OPENAI_ENDPOINT']) vi.stubEnv(name, undefined);
  vi.stubEnv('HF_TOKEN_PATH', join(temporaryFolder(), 'no-token'));
  vi.stubEnv('HF_HUB_CACHE', join(temporaryFolder(), 'no-cache'));
  for (const [name, value] of Object.entries(changes)) vi.stubEnv(name, value);
}

/** Downloads, and returns the outcome and the lines that a person sees. */
export async function seen(
  given: DownloadGiven,
  surroundings: Parameters<typeof download>[1],
): Promise<{ lines: string[]; events: DownloadEvent[]; fault: unknown }> {
  const { surroundings: shown, noted } = fakeSurroundings();
  const show = downloadScreen(shown.screen);
  const events: DownloadEvent[] = [];
  let fault: unknown = null;
  try {
    for await (const event of download(given, { retryPolicy: quick, ...surroundings })) {
      events.push(event);
      show(event);
    }
  } catch (error) {
    fault = error;
    noted.push(`tpdne: ${(error as Error).message}`);
  }
  return { lines: noted, events, fault };
}
