import { adapterNames } from '../../models/adapters/adapter.ts';
import type { AdaptedLayer, LayerPart } from '../../models/adapters/adapter-layers.ts';
import type { AdapterSet } from '../../models/adapters/adapter-set.ts';
import type { WritableTensor } from '../tensor-file.ts';

type Values = Omit<WritableTensor, 'name'>;

/** The two matrices beside one module. */
export interface AdapterPair {
  readonly layer: AdaptedLayer;
  readonly part: LayerPart;
  /** Which of the layer's parts it is. */
  readonly index: number;
  readonly a: Values; // (R, C)
  readonly b: Values; // (outputs, R)
}

/** The pairs of all adapted modules, in the order of the parameter table. */
export function adapterPairs({ settings, layers, parameters }: AdapterSet): readonly AdapterPair[] {
  const { rank, modules } = settings;
  const rows = (name: string, start: number, shape: readonly [number, number]): Values => ({
    shape,
    async *read() {
      const values = await parameters.read(name);
      yield values.subarray(start * shape[1], (start + shape[0]) * shape[1]);
    },
  });
  return layers.flatMap((layer) => {
    const names = adapterNames(layer.name);
    let first = 0;
    return layer.parts.flatMap((part, index) => {
      const begin = first;
      first += part.outputs;
      if (!modules.has(part.module)) return [];
      const a = rows(names.a, index * rank, [rank, layer.inputs]);
      const b = rows(names.b, begin, [part.outputs, rank]);
      return [{ layer, part, index, a, b }];
    });
  });
}
