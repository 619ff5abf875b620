/** The library's entry for browsers: GPT-2 and its tokens, on any Device. */
export { Fault } from '../fault.ts';
export { type ByteSource, bytesInMemory } from './byte-source.ts';
export { SafetensorsFault } from './checkpoint/formats/safetensors.ts';
export { describeModel, loadWeights, ModelFolderFault } from './checkpoint/load-model.ts';
export { ParameterFault } from './checkpoint/parameter-fault.ts';
export { loadParameters, writeParameters } from './checkpoint/parameters-file.ts';
export {
  type Backend,
  DeviceFault,
  DeviceMemoryFault,
  type RecordedCall,
  type Slice,
  TensorFault,
} from './device/backend.ts';
export { createDevice } from './device/create-device.ts';
export type { DataType, PackedType } from './device/data-types.ts';
export type { Device, Recording, Tensor } from './device/device.ts';
export type { OperationName } from './device/operations.ts';
export { openReferenceDevice } from './device/reference/reference-device.ts';
export { ThreadEndedFault } from './device/wasm/faults.ts';
export { compileModule, type KernelModule, supportedModules } from './device/wasm/kernel-modules.ts';
export { type KernelThread, workAsKernelThread } from './device/wasm/kernel-thread.ts';
export type { StartThread, WorkerEvents } from './device/wasm/kernel-threads.ts';
export { openWasmDevice, type WasmDeviceOptions } from './device/wasm/open-wasm-device.ts';
export { GpuLostFault, GpuShaderFault, NoGpuFault } from './device/webgpu/faults.ts';
export type { Gpu, GpuAdapter } from './device/webgpu/gpu.ts';
export { openWebGpuDevice } from './device/webgpu/open-webgpu-device.ts';
export type { Tuner, TuningStore } from './device/webgpu/tune.ts';
export { type GenerationEvent, generateTexts, PromptFault, type TextRequest } from './generation/generate-texts.ts';
export { LogitsFault } from './generation/sampling.ts';
export type { SamplingSettings } from './generation/sampling-settings.ts';
export { type ScoreOptions, scoreTokens } from './generation/score-tokens.ts';

export type { TextEvent } from './generation/text.ts';
export type { TextConstraints } from './generation/text-constraints.ts';
export type { LikelyToken, TextToken } from './generation/token-probabilities.ts';
export { type ModelFiles, readText } from './model-files.ts';
export type { Architecture, Shape } from './models/architecture.ts';
export { architectures, modelSizes, parseModelConfiguration } from './models/architectures.ts';
export { ConfigurationFault } from './models/configuration-fault.ts';
export { CachedReader } from './models/decoding-state.ts';
export { PackedModel, TrainableModel } from './models/language-model.ts';
export type {
  BatchScores,
  BatchTokens,
  DecodingState,
  DrawScores,
  LanguageModel,
  TrainingPass,
} from './models/model.ts';
export { ModelConfiguration } from './models/model-configuration.ts';
export { initialise, ParameterSet, type ParameterSpec } from './models/parameters.ts';
export { type PassMode, WindowPass } from './models/training-pass.ts';
export type { Weights } from './models/weights.ts';
export { Random } from './random.ts';
export { type Batch, withNoise } from './tokens/batch.ts';
export { BpeTokenizer } from './tokens/bpe/bpe-tokenizer.ts';
export type { VocabularyFiles } from './tokens/bpe/vocabulary.ts';
export { type CorpusEncoder, corpusEncoder, type Marker, NoEndMarkFault } from './tokens/corpus-encoder.ts';
export { DocumentWindows } from './tokens/document-windows.ts';
export { NpyFault } from './tokens/npy.ts';
export { NpzFault, NpzWriter, readNpz } from './tokens/npz.ts';
export type { TokenArray } from './tokens/token-buffer.ts';
export {
  chooseHeldOut,
  type DocumentSpan,
  documentsOf,
  joinAtDocuments,
  splitDocuments,
  type TokenSet,
  tokenSet,
} from './tokens/token-set.ts';
export { type TextStream, type Tokenizer, TokenRangeFault, VocabularyFault } from './tokens/tokenizer.ts';
export { NoVocabularyFault, tokenizerIn } from './tokens/tokenizer-kinds.ts';
export { validationBatches } from './tokens/validation-batches.ts';
export { longestWindow, WindowFault, WindowSampler } from './tokens/window-sampler.ts';
export type { WindowSource, WindowState } from './tokens/window-source.ts';
export { ZipFault } from './tokens/zip.ts';
export { NonFiniteLossFault, Trainer, type Update } from './training/trainer.ts';
export type { TrainerSettings, TrainingData } from './training/trainer-settings.ts';
export type { TrainerState } from './training/trainer-state.ts';
export {
  type LoopSettings,
  type LoopSurroundings,
  type StopReason,
  type TrainingEvent,
  trainingLoop,
} from './training/training-loop.ts';
