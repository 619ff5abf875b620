import type { AdapterSet } from '../../engine/models/adapters/adapter-set.ts';
import type { ModelConfiguration } from '../../engine/models/model-configuration.ts';
import type { ParameterSet } from '../../engine/models/parameters.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import type { BaseIdentity } from '../models/base-identity.ts';
import type { ModelStory } from './model-card.ts';

/** A model with everything that other software needs. */
export interface ExportedModel {
  /** For display, such as 'run1/model-900'. */
  readonly name: string;
  /** All weights, with an adapter merged into them; for peft and gguf-adapter those of the adapter alone. */
  readonly parameters: ParameterSet;
  /** The adapter, for peft and gguf-adapter; by default none. `base`: the model that it belongs to, and where its weights are. */
  readonly adapter?: {
    readonly adapters: AdapterSet;
    readonly base: BaseIdentity & { readonly weightsPath: string };
  };
  readonly configuration: ModelConfiguration;
  readonly tokenizer: Tokenizer;
  readonly story: ModelStory;
}
