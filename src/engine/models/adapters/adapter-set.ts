import type { Device, Tensor } from '../../device/device.ts';
import { Dropout } from '../dropout.ts';
import type { ModelConfiguration } from '../model-configuration.ts';
import { ParameterSet } from '../parameters.ts';
import { type Adapter, adapterNames } from './adapter.ts';
import { type AdaptedLayer, type AdapterSettings, adaptedLayers, adapterTable } from './adapter-layers.ts';

/** The adapters of a model: their parameters, and the memory that they work in. */
export class AdapterSet {
  readonly settings: AdapterSettings;
  readonly layers: readonly AdaptedLayer[];
  readonly parameters: ParameterSet;
  readonly dropout: Dropout;
  readonly #device: Device;
  readonly #ends: Tensor[] = [];
  readonly #rows: GrowingRows[];
  readonly #adapters: ReadonlyMap<string, Adapter>;

  /** Allocates parameters, all zero: fill them with `initialise` or from a file. Throws DeviceMemoryFault. */
  constructor(device: Device, configuration: ModelConfiguration, settings: AdapterSettings) {
    this.settings = settings;
    this.layers = adaptedLayers(configuration, settings);
    this.#device = device;
    this.parameters = new ParameterSet(device, adapterTable(this.layers, settings.rank));
    this.dropout = new Dropout(settings.dropout);
    const dH = new GrowingRows(device);
    this.#rows = [dH];
    this.#adapters = new Map(this.layers.map((layer, l) => [layer.name, this.#adapter(layer, l, dH)]));
  }

  find(layer: string): Adapter | null {
    return this.#adapters.get(layer) ?? null;
  }

  free(): void {
    this.parameters.free();
    for (const ends of this.#ends) this.#device.free(ends);
    for (const rows of this.#rows) rows.free();
  }

  #adapter({ name, parts }: AdaptedLayer, l: number, dH: GrowingRows): Adapter {
    const { rank, alpha } = this.settings;
    const names = adapterNames(name);
    const H = parts.length * rank;
    const ends = this.#device.allocate([parts.length], 'int32');
    this.#ends.push(ends);
    this.#device.write(ends, Int32Array.from(endsOf(parts)));
    const h = new GrowingRows(this.#device);
    this.#rows.push(h);
    return {
      names,
      a: this.parameters.get(names.a),
      b: this.parameters.get(names.b),
      ends,
      scale: alpha / rank,
      dropout: () => this.dropout.of(l),
      h: (rows) => h.of(rows, H),
      dH: (rows) => dH.of(rows, H),
    };
  }
}

/** Where each part of a layer's outputs ends. */
export function endsOf(parts: AdaptedLayer['parts']): number[] {
  let end = 0;
  return parts.map(({ outputs }) => {
    end += outputs;
    return end;
  });
}

/**
 * Memory for as many rows as any pass has had. What was too small is kept until the end: what was recorded with it may be
 * replayed.
 */
class GrowingRows {
  readonly #device: Device;
  readonly #buffers: Tensor[] = [];

  constructor(device: Device) {
    this.#device = device;
  }

  /** (rows, channels) */
  of(rows: number, channels: number): Tensor {
    let newest = this.#buffers.at(-1);
    if (newest === undefined || newest.elements < rows * channels) {
      newest = this.#device.allocate([rows * channels]);
      this.#buffers.push(newest);
    }
    return this.#device.view(newest, 0, [rows, channels]);
  }

  free(): void {
    for (const buffer of this.#buffers.splice(0)) this.#device.free(buffer);
  }
}
