import type { ModelConfiguration } from '../../engine/models/gpt2/configuration.ts';
import type { ParameterSet } from '../../engine/models/parameters.ts';
import type { VocabularyFiles } from '../../engine/tokens/vocabulary.ts';
import type { ModelStory } from './model-card.ts';

/** A model with all that other software needs of it. */
export interface ExportedModel {
  /** For people: 'run1/model-900'. */
  readonly name: string;
  readonly parameters: ParameterSet;
  readonly configuration: ModelConfiguration;
  readonly vocabulary: VocabularyFiles;
  readonly endOfText: number | null;
  readonly story: ModelStory;
}
