/** The library's entry for browsers: GPT-2 and its tokens, on any Device. */
export { Fault } from '../fault.ts';
export { type ByteSource, bytesInMemory } from './byte-source.ts';
export { loadParameters, ParameterFault, writeParameters } from './checkpoint/parameters-file.ts';
export { SafetensorsFault } from './checkpoint/safetensors.ts';
export { type Backend, DeviceFault, DeviceMemoryFault, TensorFault } from './device/backend.ts';
export { createDevice } from './device/create-device.ts';
export type { Device, Tensor } from './device/device.ts';
export { openReferenceDevice } from './device/reference/reference-device.ts';
export { type GenerationEvent, generateTexts, PromptFault, type TextRequest } from './generation/generate-texts.ts';
export { LogitsFault, type SamplingSettings } from './generation/sampling.ts';
export {
  ConfigurationFault,
  type Hparams,
  type ModelConfiguration,
  modelSizes,
  parseConfig,
  parseHparams,
} from './model/configuration.ts';
export { Gpt2 } from './model/gpt2.ts';
export { PackedGpt2 } from './model/packed-gpt2.ts';
export { initialise, ParameterSet, parameterTable } from './model/parameters.ts';
export { Random } from './random.ts';
export { type Batch, withNoise } from './tokens/batch.ts';
export { corpusEncoder, type Marker } from './tokens/corpus-encoder.ts';
export { DocumentWindows } from './tokens/document-windows.ts';
export { NpzWriter, readNpz } from './tokens/npz.ts';
export type { TokenArray } from './tokens/token-buffer.ts';
export {
  chooseHeldOut,
  documentsOf,
  joinAtDocuments,
  splitDocuments,
  type TokenSet,
  tokenSet,
} from './tokens/token-set.ts';
export { TextStream, Tokenizer, TokenRangeFault } from './tokens/tokenizer.ts';
export { validationBatches } from './tokens/validation-batches.ts';
export { parseVocabulary, VocabularyFault, type VocabularyFiles } from './tokens/vocabulary.ts';
export { longestWindow, WindowSampler } from './tokens/window-sampler.ts';
export type { WindowSource, WindowState } from './tokens/window-source.ts';
export { NonFiniteLossFault, Trainer, type TrainerSettings } from './training/trainer.ts';
export { type LoopSettings, type TrainingEvent, trainingLoop } from './training/training-loop.ts';
