import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { ParameterSet } from '../../engine/models/parameters.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { ModelStory } from './model-card.ts';

/** A model with everything that other software needs. */
export interface ExportedModel {
  /** For display, such as 'run1/model-900'. */
  readonly name: string;
  readonly parameters: ParameterSet;
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  readonly story: ModelStory;
}
