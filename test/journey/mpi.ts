import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { parseModelConfiguration } from '../../src/engine/models/architectures.ts';
import { gpt2Configuration } from '../../src/engine/models/gpt2/architecture.ts';
import { TrainableModel } from '../../src/engine/models/language-model.ts';
import { initialise } from '../../src/engine/models/parameters.ts';
import { Random } from '../../src/engine/random.ts';
import { BpeTokenizer } from '../../src/engine/tokens/bpe/bpe-tokenizer.ts';
import { nodeFiles } from '../../src/node/files/node-files.ts';
import { writeCheckpoint } from '../../src/pipeline/models/checkpoints/checkpoint-folder.ts';
import { smallVocabulary } from '../engine/tokens/bpe/small-vocabulary.ts';
import { built, type Ending } from './tpdne.ts';

/** A launcher of this machine, by the names that it has where several are installed. */
export interface FoundLauncher {
  readonly name: 'Open MPI' | 'MPICH';
  /** Null if it is not installed. */
  readonly program: string | null;
  readonly words: readonly string[];
}

export const launchers: readonly FoundLauncher[] = [
  {
    name: 'Open MPI',
    program: found(['mpirun.openmpi', 'mpirun'], /Open MPI|OpenRTE/),
    words: ['--oversubscribe', '--bind-to', 'none'],
  },
  { name: 'MPICH', program: found(['mpiexec.mpich', 'mpiexec.hydra', 'mpiexec'], /HYDRA/), words: [] },
];

function found(programs: readonly string[], version: RegExp): string | null {
  for (const program of programs) {
    try {
      if (
        version.test(execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
      ) {
        return program;
      }
    } catch {
      // It is not there.
    }
  }
  return null;
}

/** Containers run everything as root, which Open MPI refuses unless it is told that this is meant. */
export const AS_ROOT = { OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' };

/** Runs `tpdne` with these words in as many ranks as there are lists of words, which each gets in addition. */
export function inRanks(
  { program, words: launching }: FoundLauncher,
  cwd: string,
  words: readonly string[],
  more: readonly (readonly string[])[],
  cli = built,
): Promise<Ending> {
  const own = more.flatMap((extra, rank) => [
    ...(rank === 0 ? [] : [':']),
    '-np',
    '1',
    process.execPath,
    cli,
    ...words,
    ...extra,
  ]);
  const child = spawn(program!, [...launching, ...own], { cwd, env: { ...process.env, ...AS_ROOT } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr }));
  });
}

const tokenizer = new BpeTokenizer(smallVocabulary());
const n_vocab = tokenizer.vocabularySize;

/** Small models of both architectures, from random weights. */
export const smallModels = {
  'GPT-2': gpt2Configuration({ n_vocab, n_ctx: 32, n_embd: 16, n_head: 2, n_layer: 2 }, 'test'),
  Llama: parseModelConfiguration(
    'config.json',
    JSON.stringify({
      model_type: 'llama',
      vocab_size: n_vocab,
      hidden_size: 16,
      num_hidden_layers: 2,
      num_attention_heads: 2,
      num_key_value_heads: 1,
      intermediate_size: 24,
      max_position_embeddings: 32,
      tie_word_embeddings: true,
    }),
    'test',
  ),
} as const;

/** Writes models/<architecture> into a folder. */
export async function writeSmallModels(root: string): Promise<void> {
  const device = openReferenceDevice();
  for (const [name, configuration] of Object.entries(smallModels)) {
    const model = new TrainableModel(device, configuration);
    initialise(device, model.parameters, Random.fromSeed(1, name));
    const folder = join(root, 'models', name);
    mkdirSync(folder, { recursive: true });
    await writeCheckpoint(nodeFiles, folder, { model, moments: null, trainer: {}, tokenizer });
  }
  await device.close();
}
