import type { CacheType } from '../../device/data-types.ts';
import type { Device } from '../../device/device.ts';
import type { Shape } from '../architecture.ts';
import type { Dropout } from '../dropout.ts';
import type { LanguageModel, ModelInTraining } from '../model.ts';
import type { ModelConfiguration } from '../model-configuration.ts';
import type { FillableParameters, ParameterSet } from '../parameters.ts';
import type { Stack } from '../stack.ts';
import type { AdapterSettings } from './adapter-layers.ts';
import { AdapterSet } from './adapter-set.ts';
import { type FrozenType, FrozenWeights } from './frozen-weights.ts';

/** A model with adapters (Hu et al., 2021): they alone are trained, and everything else is frozen, so that it can be rounded. */
export class AdaptedModel implements ModelInTraining {
  readonly device: Device;
  readonly configuration: ModelConfiguration;
  readonly shape: Shape;
  readonly stack: Stack;
  readonly cacheType: CacheType;
  readonly adapters: AdapterSet;
  /** The same model without its adapters, over the same weights. */
  readonly base: LanguageModel;
  readonly #frozen: FrozenWeights;

  /**
   * Allocates the adapters, all zero: fill them with `initialise` or from a file, and the weights by `frozen`, before the
   * model is used. Throws DeviceMemoryFault.
   */
  constructor(device: Device, configuration: ModelConfiguration, settings: AdapterSettings, type: FrozenType) {
    this.device = device;
    this.configuration = configuration;
    this.shape = configuration.shape;
    this.cacheType = type === 'float32' ? 'cache32' : 'cache16';
    const frozen = new FrozenWeights(device, configuration.parameters, type);
    const adapters = new AdapterSet(device, configuration, settings);
    this.#frozen = frozen;
    this.adapters = adapters;
    const weights = { device, get: (name: string) => frozen.get(name), packed: (name: string) => frozen.packed(name) };
    this.stack = configuration.stack({ ...weights, adapter: (layer) => adapters.find(layer) });
    const { shape, cacheType } = this;
    const stack = configuration.stack({ ...weights, adapter: () => null });
    this.base = { device, configuration, shape, cacheType, stack, free: () => {} };
  }

  /** What is trained: the adapters. */
  get parameters(): ParameterSet {
    return this.adapters.parameters;
  }

  get dropout(): Dropout {
    return this.adapters.dropout;
  }

  /** The weights of the model itself, to be filled. */
  get frozen(): FillableParameters {
    return this.#frozen;
  }

  free(): void {
    this.adapters.free();
    this.#frozen.free();
  }
}
