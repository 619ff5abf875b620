import { join } from 'node:path';
import type { FloatType } from '../../engine/checkpoint/number-formats.ts';
import { writeParameters } from '../../engine/checkpoint/parameters-file.ts';
import { formatConfig, type ModelConfiguration } from '../../engine/model/configuration.ts';
import type { ParameterSet } from '../../engine/model/parameters.ts';
import type { VocabularyFiles } from '../../engine/tokens/vocabulary.ts';
import { WholeFile } from '../files/whole-file.ts';
import { writeText } from '../files/write-text.ts';
import { huggingFaceNames } from '../vocabulary/vocabulary-files.ts';
import { CONFIG, WEIGHTS } from './checkpoint-names.ts';

/** A model to give away: nothing that a training would go on with. */
export interface WrittenModel {
  readonly model: { readonly parameters: ParameterSet; readonly configuration: ModelConfiguration };
  readonly vocabulary: VocabularyFiles;
  /** The token that ends a text; null where the vocabulary has none. */
  readonly endOfText: number | null;
}

/**
 * Writes the files of a model into `folder`, under the names that Hugging Face's libraries look for, in place of those
 * that are there; other files stay. bfloat16 takes half of the bytes of float32, and keeps eight bits of each number. The
 * weights come last: a folder that has them is whole. Throws WriteFault.
 */
export async function writeModel(
  folder: string,
  { model, vocabulary, endOfText }: WrittenModel,
  type: FloatType,
): Promise<void> {
  const [encoderName, mergesName] = huggingFaceNames;
  await writeText(join(folder, CONFIG), formatConfig(model.configuration, endOfText));
  await writeText(join(folder, encoderName), vocabulary.encoder);
  await writeText(join(folder, mergesName), vocabulary.merges);
  const weights = await WholeFile.create(join(folder, WEIGHTS), { overwrite: true });
  try {
    await writeParameters((bytes) => weights.write(bytes), model.parameters, type);
    await weights.commit();
  } finally {
    await weights.discard();
  }
}
