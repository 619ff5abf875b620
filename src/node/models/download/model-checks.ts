import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSource } from '../../../engine/byte-source.ts';
import { openGguf } from '../../../engine/checkpoint/formats/gguf/gguf.ts';
import { ggufConfiguration, ggufTokenizer } from '../../../engine/checkpoint/formats/gguf/gguf-gpt2.ts';
import { ProtoError, parseMessage } from '../../../engine/checkpoint/formats/protobuf.ts';
import { checkTensorFile } from '../../../engine/checkpoint/parameters-file.ts';
import { conventions } from '../../../engine/checkpoint/tensor-names.ts';
import { parameterTable } from '../../../engine/models/gpt2/architecture.ts';
import { type ModelConfiguration, parseConfig, parseHparams } from '../../../engine/models/gpt2/configuration.ts';
import { parameterCount } from '../../../engine/models/parameters.ts';
import { BpeTokenizer } from '../../../engine/tokens/bpe/bpe-tokenizer.ts';
import { parseTokenizerJson } from '../../../engine/tokens/bpe/tokenizer-json.ts';
import { type VocabularyFiles, withinRows } from '../../../engine/tokens/bpe/vocabulary.ts';
import { Fault } from '../../../fault.ts';
import { DownloadFault } from '../../network/fetch-document.ts';
import { addedTokensIn } from '../added-files.ts';
import { CONFIG, HPARAMS } from '../checkpoints/checkpoint-names.ts';
import { checkVocabulary, checkWeights, describeModel } from '../load-model.ts';
import type { DownloadProgressEvent } from './download-events.ts';

/** A repository that holds no GPT-2, or none that is read here. */
export class NotGpt2Fault extends DownloadFault {}

/** The shape in a config.json or hparams.json that has come. Throws NotGpt2Fault, naming the repository. */
export async function checkConfiguration(
  folder: string,
  name: typeof CONFIG | typeof HPARAMS,
  from: string,
): Promise<ModelConfiguration> {
  const text = await readFile(join(folder, name), 'utf8');
  return refusing(from, 'is no GPT-2 that is read here; nothing large was downloaded', () =>
    name === CONFIG ? parseConfig(text, CONFIG) : parseHparams(text, HPARAMS),
  );
}

/** Throws NotGpt2Fault where the files of a vocabulary are none of GPT-2's kind, or have not the tokens of the model. */
export async function checkVocabularyFiles(
  folder: string,
  names: readonly string[],
  shape: ModelConfiguration,
  from: string,
): Promise<void> {
  const [encoder, merges] = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  await refusing(from, 'has a vocabulary that is not read here; nothing large was downloaded', async () => {
    const files: VocabularyFiles =
      merges === undefined
        ? parseTokenizerJson(encoder, names[0])
        : { encoder, merges, encoderName: names[0], mergesName: names[1] };
    const added = await addedTokensIn(folder, files.encoder);
    const tokenizer = new BpeTokenizer(withinRows({ ...files, added }, shape.n_vocab));
    checkVocabulary(shape, tokenizer, names.join(' and '));
  });
}

/** Throws NotGpt2Fault where a GGUF file, of which only the header is read, holds no GPT-2 with its vocabulary. */
export async function checkGguf(source: ByteSource, from: string): Promise<void> {
  try {
    const file = await openGguf(source);
    const shape = ggufConfiguration(file);
    checkTensorFile(file, conventions.gguf, parameterTable(shape));
    checkVocabulary(shape, ggufTokenizer(file, shape.n_vocab), source.name);
  } catch (cause) {
    if (!(cause instanceof Fault) || cause instanceof DownloadFault) throw cause;
    const problem = 'is no GPT-2 that is read here; nothing large was downloaded';
    throw new NotGpt2Fault(`${from} ${problem}: ${cause.message}`, { cause });
  }
}

/** Throws NotGpt2Fault where a file is no message of Protocol Buffers, as TensorFlow's graph is one. */
export async function checkGraph(folder: string, name: string, from: string): Promise<void> {
  const bytes = await readFile(join(folder, name));
  await refusing(from, 'has a damaged graph', () => {
    if (parseMessage(bytes).length === 0) throw new ProtoError(`${name} is empty`);
  });
}

/**
 * Holds everything that has come against each other, and with `reads` every number against its checksum. Returns how
 * many parameters the model has. Throws NotGpt2Fault.
 */
export async function* checkWhole(
  folder: string,
  from: string,
  reads: boolean,
): AsyncGenerator<DownloadProgressEvent, number, undefined> {
  try {
    const { configuration } = await describeModel(folder);
    const parameters = parameterCount(parameterTable(configuration));
    for await (const numbers of checkWeights(folder, configuration, reads)) {
      yield {
        type: 'download-progress',
        doing: 'checking',
        file: 'the weights',
        bytesDone: 4 * numbers,
        bytes: 4 * parameters,
      };
    }
    return parameters;
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new NotGpt2Fault(`What came from ${from} is no model that is read here, and was removed: ${cause.message}`, {
      cause,
    });
  }
}

async function refusing<T>(from: string, problem: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (cause) {
    if (!(cause instanceof Fault || cause instanceof ProtoError)) throw cause;
    throw new NotGpt2Fault(`${from} ${problem}: ${cause.message}`, { cause });
  }
}
