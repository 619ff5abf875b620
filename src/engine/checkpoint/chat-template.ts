import { type ModelFiles, readText } from '../model-files.ts';
import { openGguf } from './formats/gguf/gguf.ts';
import { findWeights } from './open-weights.ts';

/** In a GGUF file, as llama.cpp reads it. */
const GGUF_KEY = 'tokenizer.chat_template';

/**
 * The template that turns a conversation into a text for this model, in Jinja, as transformers and llama.cpp find it: in
 * chat_template.jinja, tokenizer_config.json or the GGUF file. Null if there is none. Throws GgufFault and WeightsFault.
 */
export async function chatTemplateIn(files: ModelFiles): Promise<string | null> {
  const weights = await findWeights(files);
  if (weights !== null && /\.gguf$/i.test(weights)) return templateInGguf(files, weights);
  return (
    (await readText(files, 'chat_template.jinja')) ?? templateInConfig(await readText(files, 'tokenizer_config.json'))
  );
}

async function templateInGguf(files: ModelFiles, name: string): Promise<string | null> {
  const file = await files.open(name);
  if (file === null) return null;
  try {
    const template = (await openGguf(file)).metadata.get(GGUF_KEY);
    return typeof template === 'string' ? template : null;
  } finally {
    await file.close();
  }
}

/** One template, or a list of which one is called default. */
function templateInConfig(json: string | null): string | null {
  const found = json === null ? null : parsed(json);
  if (!Array.isArray(found)) return typeof found === 'string' ? found : null;
  const usual = found.find((entry) => entry?.name === 'default')?.template;
  return typeof usual === 'string' ? usual : null;
}

/** What the tokenizer's reader has accepted is JSON; other software may have written anything else. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)?.chat_template ?? null;
  } catch {
    return null;
  }
}
