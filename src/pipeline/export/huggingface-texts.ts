import { formatConfig } from '../../engine/models/gpt2/configuration.ts';
import { formatTokenizerJson } from '../../engine/tokens/tokenizer-json.ts';
import { END_OF_TEXT } from '../../engine/tokens/vocabulary.ts';
import { addedTexts } from '../../node/models/added-texts.ts';
import { huggingFaceNames, WHOLE } from '../../node/models/vocabulary-files.ts';
import { CONFIG } from '../../project/checkpoint-names.ts';
import type { ExportedModel } from './exported-model.ts';
import { formatModelCard } from './model-card.ts';

/** What differs between the folders of transformers and of transformers.js. */
export interface Library {
  readonly name: 'transformers' | 'transformers.js';
  /** What the weights are, as config.json says it. */
  readonly dtype: string;
  /** What config.json has besides. */
  readonly config?: object;
}

/** What lies beside the weights in a folder of transformers or transformers.js, by name. */
export function huggingfaceTexts(model: ExportedModel, library: Library): Record<string, string> {
  const { configuration, vocabulary, endOfText, story } = model;
  const ends = endOfText === null ? {} : { bos_token_id: endOfText, eos_token_id: endOfText };
  const marks = endOfText === null ? {} : { bos_token: END_OF_TEXT, eos_token: END_OF_TEXT, unk_token: END_OF_TEXT };
  const [encoderName, mergesName] = huggingFaceNames;
  const json = (content: object) => `${JSON.stringify(content, null, 2)}\n`;
  return {
    [CONFIG]: formatConfig(configuration, endOfText, { torch_dtype: library.dtype, ...library.config }),
    'generation_config.json': json({ _from_model_config: true, ...ends }),
    [WHOLE]: formatTokenizerJson(vocabulary),
    ...addedTexts(vocabulary, { add_prefix_space: false, model_max_length: configuration.n_ctx, ...marks }),
    [encoderName]: vocabulary.encoder,
    [mergesName]: vocabulary.merges,
    'README.md': formatModelCard(configuration, story, library.name),
  };
}
