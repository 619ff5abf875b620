import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { Project } from '../../project/project.ts';
import { baseModel } from '../models/base-model.ts';
import { NoModelFault } from '../models/find-model.ts';
import { startingWeights } from '../models/starting-weights.ts';
import { officialTokenizer } from '../models/tokenizers.ts';
import { defaultFormat } from '../run/recipe.ts';
import type { PostsSettings } from '../settings/posts.ts';

/** How the model that posts are for reads them. */
export interface PostReader {
  /** Its name; 'gpt2' if there is no such model on this machine. */
  readonly model: string;
  readonly tokenizer: Tokenizer;
  readonly format: 'text' | 'markdown';
  /** Why GPT-2's vocabulary takes the place of the model's; null if it does not. */
  readonly problem: string | null;
}

/**
 * Finds how the model that `run` would start from reads posts, without its weights. A model that is not on this machine is
 * replaced by GPT-2's vocabulary and plain text. Throws the faults of `describeModel`.
 */
export async function findReader(
  project: Project,
  { model_name, format }: Pick<PostsSettings, 'model_name' | 'format'>,
): Promise<PostReader> {
  try {
    const { name, tokenizer, isRandom, configuration } = await baseModel(project, model_name, null);
    const usual = defaultFormat(startingWeights(isRandom, configuration));
    return { model: name, tokenizer, format: format ?? usual, problem: null };
  } catch (fault) {
    if (!(fault instanceof NoModelFault)) throw fault;
    const tokenizer = await officialTokenizer(project);
    return { model: 'gpt2', tokenizer, format: format ?? 'text', problem: fault.message };
  }
}
