import { CONFIG } from '../../project/checkpoint-names.ts';
import type { ExportedModel } from './exported-model.ts';
import { formatModelCard } from './model-card.ts';

/** The differences between folders for transformers and for transformers.js. */
export interface Library {
  readonly name: 'transformers' | 'transformers.js';
  /** The number format of the weights, as named in config.json. */
  readonly dtype: string;
  /** Additional content of config.json. */
  readonly config?: object;
}

/** The text files that accompany the weights in a folder for transformers or transformers.js, by name. */
export function huggingfaceTexts(model: ExportedModel, library: Library): Record<string, string> {
  const { configuration, tokenizer, story } = model;
  const { beginMark, endMark } = tokenizer;
  const marks = {
    ...(beginMark === null ? {} : { bos_token_id: beginMark }),
    ...(endMark === null ? {} : { eos_token_id: endMark }),
  };
  const json = (content: object) => `${JSON.stringify(content, null, 2)}\n`;
  return {
    [CONFIG]: configuration.fileText(CONFIG, tokenizer, { torch_dtype: library.dtype, ...library.config }),
    'generation_config.json': json({ _from_model_config: true, ...marks }),
    ...tokenizer.huggingFaceFiles(configuration.shape.context),
    'README.md': formatModelCard(configuration, story, library.name),
  };
}
