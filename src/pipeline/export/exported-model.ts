import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { ParameterSet } from '../../engine/models/parameters.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { ModelStory } from './model-card.ts';

/** A model with all that other software needs of it. */
export interface ExportedModel {
  /** For people: 'run1/model-900'. */
  readonly name: string;
  readonly parameters: ParameterSet;
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  readonly story: ModelStory;
}
