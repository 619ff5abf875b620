import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OnnxArray, OnnxSession } from '../../engine/checkpoint/onnx-texts.ts';

/** The folder, named by TPDNE_NODE_CLIENTS, in which onnxruntime-node and @huggingface/transformers are installed. */
export const clients = process.env.TPDNE_NODE_CLIENTS;

/** The parts of onnxruntime-node that are used here. */
interface OrtTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
interface OrtSession {
  readonly inputNames: readonly string[];
  run(inputs: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
}
interface Ort {
  readonly InferenceSession: { create(path: string, options: object): Promise<OrtSession> };
  readonly Tensor: new (type: string, data: OnnxArray['data'], dims: readonly number[]) => OrtTensor;
}

/** The parts of @huggingface/transformers that are used here. */
type Writer = (prompt: string, options: object) => Promise<{ generated_text: string }[]>;
export interface TransformersJs {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(task: 'text-generation', model: string, options: object): Promise<Writer>;
}

/** Several threads busy-wait for each other, which is slow on a loaded machine. */
export const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1 };

const requireClient = () => createRequire(join(resolve(clients!), 'here.js'));

export async function importTransformersJs(): Promise<TransformersJs> {
  return import(pathToFileURL(requireClient().resolve('@huggingface/transformers')).href);
}

/** A file opened by ONNX Runtime. Throws its error. */
export async function openSession(path: string, options: object = {}): Promise<OnnxSession> {
  const ort: Ort = requireClient()('onnxruntime-node');
  const session = await ort.InferenceSession.create(path, { ...oneThread, ...options });
  const typeOf = (data: OnnxArray['data']) => (data instanceof BigInt64Array ? 'int64' : 'float32');
  return {
    inputNames: session.inputNames,
    run(inputs) {
      const tensors = Object.entries(inputs).map(
        ([name, { data, dims }]) => [name, new ort.Tensor(typeOf(data), data, dims)] as const,
      );
      return session.run(Object.fromEntries(tensors));
    },
  };
}
