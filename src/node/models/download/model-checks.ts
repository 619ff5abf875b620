import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSource } from '../../../engine/byte-source.ts';
import { openGguf } from '../../../engine/checkpoint/formats/gguf/gguf.ts';
import { ggufConfiguration, ggufTokenizer } from '../../../engine/checkpoint/formats/gguf/gguf-model.ts';
import { ProtoError, parseMessage } from '../../../engine/checkpoint/formats/protobuf.ts';
import { checkVocabulary, checkWeights, describeModel } from '../../../engine/checkpoint/load-model.ts';
import { checkTensorFile, conventionOf } from '../../../engine/checkpoint/parameters-file.ts';
import type { ModelFiles } from '../../../engine/model-files.ts';
import { parseModelConfiguration } from '../../../engine/models/architectures.ts';
import type { ModelConfiguration } from '../../../engine/models/model-configuration.ts';
import { tokenizerIn } from '../../../engine/tokens/tokenizer-kinds.ts';
import { Fault } from '../../../fault.ts';
import { DownloadFault, type DownloadProgressEvent } from '../../../project/download-events.ts';
import { FolderFiles } from '../../../project/folder-files.ts';
import { nodeFiles } from '../../files/node-files.ts';
import { bundledTokenizer } from '../bundled-model.ts';

/** A repository without a supported model. */
export class UnsupportedModelFault extends DownloadFault {
  override readonly code: string = 'unsupported-model';
}

/** What a downloaded config.json or hparams.json describes. Throws UnsupportedModelFault, naming the repository. */
export async function checkConfiguration(folder: string, name: string, from: string): Promise<ModelConfiguration> {
  const text = await readFile(join(folder, name), 'utf8');
  return refusing(from, 'is not a supported model; nothing large was downloaded', () =>
    parseModelConfiguration(name, text, name),
  );
}

/** Throws UnsupportedModelFault if the downloaded vocabulary is not supported, or does not fit the model. */
export async function checkVocabularyFiles(
  folder: string,
  names: readonly string[],
  configuration: ModelConfiguration,
  from: string,
): Promise<void> {
  const files = FolderFiles.in(nodeFiles, folder);
  const asOnTheSite: ModelFiles = {
    description: from,
    weights: null,
    names: () => files.names(),
    open: (name) => files.open(name),
    pathOf: (name) => name,
  };
  await refusing(from, 'has a vocabulary that is not supported; nothing large was downloaded', async () => {
    const tokenizer = await tokenizerIn(asOnTheSite, configuration.shape.vocabulary);
    checkVocabulary(configuration, tokenizer, names.join(' and '));
  });
}

/** Throws UnsupportedModelFault if a GGUF file, of which only the header is read, has no supported model and vocabulary. */
export async function checkGguf(source: ByteSource, from: string): Promise<void> {
  try {
    const file = await openGguf(source);
    const configuration = await ggufConfiguration(file);
    checkTensorFile(file, conventionOf(configuration, 'gguf', source.name), configuration.parameters);
    checkVocabulary(configuration, ggufTokenizer(file, configuration.shape.vocabulary), source.name);
  } catch (cause) {
    if (!(cause instanceof Fault) || cause instanceof DownloadFault) throw cause;
    const problem = 'is not a supported model; nothing large was downloaded';
    throw new UnsupportedModelFault(`${from} ${problem}: ${cause.message}`, { cause });
  }
}

/** Throws UnsupportedModelFault if a file is not a Protocol Buffers message, which TensorFlow's graph is. */
export async function checkGraph(folder: string, name: string, from: string): Promise<void> {
  const bytes = await readFile(join(folder, name));
  await refusing(from, 'has a damaged graph', () => {
    if (parseMessage(bytes).length === 0) throw new ProtoError(`${name} is empty`);
  });
}

/**
 * Checks what was downloaded for consistency, and with `reads` every number against its checksum. Returns how
 * many parameters the model has. Throws UnsupportedModelFault.
 */
export async function* checkWhole(
  folder: string,
  from: string,
  reads: boolean,
): AsyncGenerator<DownloadProgressEvent, number, undefined> {
  try {
    const files = FolderFiles.in(nodeFiles, folder);
    const { configuration } = await describeModel(files, bundledTokenizer);
    const parameters = configuration.parameterCount;
    for await (const numbers of checkWeights(files, configuration, reads)) {
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
