import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSource } from '../../../engine/byte-source.ts';
import { openGguf } from '../../../engine/checkpoint/formats/gguf/gguf.ts';
import { ggufConfiguration, ggufTokenizer } from '../../../engine/checkpoint/formats/gguf/gguf-model.ts';
import { ProtoError, parseMessage } from '../../../engine/checkpoint/formats/protobuf.ts';
import { checkTensorFile, conventionOf } from '../../../engine/checkpoint/parameters-file.ts';
import { parseModelConfiguration } from '../../../engine/models/architectures.ts';
import type { ModelConfiguration } from '../../../engine/models/model-configuration.ts';
import { BpeTokenizer } from '../../../engine/tokens/bpe/bpe-tokenizer.ts';
import { parseTokenizerJson } from '../../../engine/tokens/bpe/tokenizer-json.ts';
import { type VocabularyFiles, withinRows } from '../../../engine/tokens/bpe/vocabulary.ts';
import { Fault } from '../../../fault.ts';
import { DownloadFault } from '../../network/fetch-document.ts';
import { addedTokensIn } from '../added-files.ts';
import { checkVocabulary, checkWeights, describeModel } from '../load-model.ts';
import type { DownloadProgressEvent } from './download-events.ts';

/** A repository without a supported model. */
export class UnsupportedModelFault extends DownloadFault {}

/** What a downloaded config.json or hparams.json describes. Throws NotGpt2Fault, naming the repository. */
export async function checkConfiguration(folder: string, name: string, from: string): Promise<ModelConfiguration> {
  const text = await readFile(join(folder, name), 'utf8');
  return refusing(from, 'is not a supported model; nothing large was downloaded', () =>
    parseModelConfiguration(name, text, name),
  );
}

/** Throws NotGpt2Fault if a vocabulary is not supported, or does not fit the model. */
export async function checkVocabularyFiles(
  folder: string,
  names: readonly string[],
  configuration: ModelConfiguration,
  from: string,
): Promise<void> {
  const [encoder, merges] = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  await refusing(from, 'has a vocabulary that is not supported; nothing large was downloaded', async () => {
    const files: VocabularyFiles =
      merges === undefined
        ? parseTokenizerJson(encoder, names[0])
        : { encoder, merges, encoderName: names[0], mergesName: names[1] };
    const added = await addedTokensIn(folder, files.encoder);
    const tokenizer = new BpeTokenizer(withinRows({ ...files, added }, configuration.shape.vocabulary));
    checkVocabulary(configuration, tokenizer, names.join(' and '));
  });
}

/** Throws NotGpt2Fault if a GGUF file, of which only the header is read, has no supported model and vocabulary. */
export async function checkGguf(source: ByteSource, from: string): Promise<void> {
  try {
    const file = await openGguf(source);
    const configuration = ggufConfiguration(file);
    checkTensorFile(file, conventionOf(configuration, 'gguf', source.name), configuration.parameters);
    checkVocabulary(configuration, ggufTokenizer(file, configuration.shape.vocabulary), source.name);
  } catch (cause) {
    if (!(cause instanceof Fault) || cause instanceof DownloadFault) throw cause;
    const problem = 'is not a supported model; nothing large was downloaded';
    throw new UnsupportedModelFault(`${from} ${problem}: ${cause.message}`, { cause });
  }
}

/** Throws NotGpt2Fault if a file is not a Protocol Buffers message, which TensorFlow's graph is. */
export async function checkGraph(folder: string, name: string, from: string): Promise<void> {
  const bytes = await readFile(join(folder, name));
  await refusing(from, 'has a damaged graph', () => {
    if (parseMessage(bytes).length === 0) throw new ProtoError(`${name} is empty`);
  });
}

/**
 * Checks what was downloaded for consistency, and with `reads` every number against its checksum. Returns how
 * many parameters the model has. Throws NotGpt2Fault.
 */
export async function* checkWhole(
  folder: string,
  from: string,
  reads: boolean,
): AsyncGenerator<DownloadProgressEvent, number, undefined> {
  try {
    const { configuration } = await describeModel(folder);
    const parameters = configuration.parameterCount;
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
    throw new UnsupportedModelFault(
      `What was downloaded from ${from} is not a supported model and was removed: ${cause.message}`,
      {
        cause,
      },
    );
  }
}

async function refusing<T>(from: string, problem: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (cause) {
    if (!(cause instanceof Fault || cause instanceof ProtoError)) throw cause;
    throw new UnsupportedModelFault(`${from} ${problem}: ${cause.message}`, { cause });
  }
}
