import { Fault } from '../../../../fault.ts';
import { gpt2ValuesOf } from '../../../models/gpt2/architecture.ts';
import { llamaValuesOf } from '../../../models/llama/architecture.ts';
import type { ModelConfiguration } from '../../../models/model-configuration.ts';
import type { ParameterSet } from '../../../models/parameters.ts';
import { decoderGraph } from './onnx-decoder.ts';
import { gpt2Decoder } from './onnx-gpt2.ts';
import type { OnnxGraph } from './onnx-graph.ts';
import { llamaDecoder } from './onnx-llama.ts';

/** A model that no graph is known for. */
export class OnnxModelFault extends Fault {
  override readonly code: string = 'onnx-model';
}

/** The graph of a model. `matrices`: weights as they are, or in eight bits. Throws OnnxModelFault. */
export function onnxGraph(
  model: ModelConfiguration,
  parameters: ParameterSet,
  matrices: 'float32' | 'uint8',
): OnnxGraph {
  const gpt2 = gpt2ValuesOf(model);
  if (gpt2 !== null) return decoderGraph(model, parameters, matrices, gpt2Decoder(gpt2));
  const llama = llamaValuesOf(model);
  if (llama !== null) return decoderGraph(model, parameters, matrices, llamaDecoder(llama.family, llama.values));
  throw new OnnxModelFault(
    `A model of architecture ${model.architecture.name} cannot be exported to ONNX; only GPT-2 and Llama-shaped models can.`,
  );
}
