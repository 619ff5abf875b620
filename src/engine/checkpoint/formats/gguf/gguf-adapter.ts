import type { AdapterSet } from '../../../models/adapters/adapter-set.ts';
import type { ModelConfiguration } from '../../../models/model-configuration.ts';
import { conventionOf } from '../../parameters-file.ts';
import { adapterPairs } from '../../peft/adapter-pairs.ts';
import { readWhole, type WritableTensor } from '../../tensor-file.ts';
import { reordered } from '../../tensor-parts.ts';
import { writableTypes } from './ggml-types.ts';
import { writeGguf } from './gguf.ts';

/**
 * Writes an adapter as llama.cpp loads it beside its model (--lora): for each adapted tensor <name>.lora_a (r, in) and
 * <name>.lora_b (out, r), where the rows of queries and keys follow the order of channels that the model has in GGUF.
 */
export async function writeGgufAdapter(
  write: (bytes: Uint8Array) => Promise<void>,
  configuration: ModelConfiguration,
  adapters: AdapterSet,
  name: string,
): Promise<void> {
  const convention = conventionOf(configuration, 'gguf', 'gguf');
  const tensors = adapterPairs(adapters).flatMap(({ layer, index, a, b }): WritableTensor[] => {
    const part = convention.partsOf(`${layer.name}.weight`)[index];
    const { pairedHead } = part;
    const rows = {
      shape: b.shape,
      async *read() {
        const values = await readWhole(b);
        yield pairedHead === null ? values : reordered(values, b.shape[1], pairedHead, 'to pairs');
      },
    };
    return [
      { name: `${part.name}.lora_a`, ...a },
      { name: `${part.name}.lora_b`, ...rows },
    ];
  });
  const metadata = {
    'general.type': { text: 'adapter' },
    'general.architecture': { text: configuration.architecture.gguf.architecture },
    'general.name': { text: name },
    'adapter.type': { text: 'lora' },
    'adapter.lora.alpha': { f32: adapters.settings.alpha },
  };
  const type = writableTypes.float32;
  await writeGguf(
    write,
    metadata,
    tensors.map((tensor) => ({ ...tensor, type })),
  );
}
