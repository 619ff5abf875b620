import type { Shape } from '../../engine/models/architecture.ts';
import type { Validation } from '../../engine/training/validation-history.ts';
import type { Provenance } from '../train/provenance.ts';
import type { Sample } from '../train/sample-history.ts';

/** A model, or a checkpoint. */
export interface ModelShown {
  readonly type: 'model-shown';
  readonly name: string;
  readonly path: string;
  /** For people: 'GPT-2'. */
  readonly architecture: string;
  readonly shape: Shape;
  readonly parameters: number;
  /** 'safetensors'; of an adapter, also the model that it belongs to. */
  readonly format: string;
  readonly bytes: number;
  /** Tokens that its tokenizer has, and its marks; a model may have more rows than that. */
  readonly vocabulary: { readonly tokens: number; readonly beginMark: number | null; readonly endMark: number | null };
  /** Null for a whole model. */
  readonly adapter: AdapterShown | null;
  /** See `weightsDigest`; of an adapter, that of its model. */
  readonly digest: string | null;
  /** Null if unknown. */
  readonly licence: string | null;
  /** Where it was downloaded from, with its commit if it has one, or another origin in words; null if unknown. */
  readonly from: string | null;
}

export interface AdapterShown {
  readonly rank: number;
  readonly alpha: number;
  /** Linear layers, or parts of them, that it is beside. */
  readonly modules: number;
  readonly parameters: number;
}

/** A run, and one of its checkpoints. */
export interface RunShown {
  readonly type: 'run-shown';
  readonly name: string;
  readonly path: string;
  /** Whether a process trains it now. */
  readonly isTraining: boolean;
  /** Ascending by step. */
  readonly checkpoints: readonly { readonly step: number; readonly bytes: number; readonly isBest: boolean }[];
  /** The step of the checkpoint that is described: the newest, unless the path of another was given; null if there is none. */
  readonly step: number | null;
  /** All that is in its folder. */
  readonly bytes: number;
  /** The training of that checkpoint; null if there is none, or if it has weights only. */
  readonly training: TrainingShown | null;
  /** The texts written during the training at the last such step up to that checkpoint; empty if there are none. */
  readonly samples: readonly Sample[];
  /** What `tpdne run` recorded; null for a run of `tpdne train`. */
  readonly job: { readonly isTrained: boolean; readonly isComplete: boolean; readonly written: number } | null;
  /** The model of that checkpoint; null if there is none. */
  readonly model: ModelShown | null;
  /** Why something of it cannot be read; null if nothing is wrong. */
  readonly problem: string | null;
}

export interface TrainingShown {
  readonly step: number;
  /** Tokens read in all steps. */
  readonly tokens: number;
  /** Running average, in nats per token; null before the first step. */
  readonly loss: number | null;
  readonly validations: readonly Validation[];
  readonly best: Validation | null;
  /** The model that it started from. */
  readonly startedFrom: string;
  readonly beganRandom: boolean;
  /** Tokens that it is trained on. */
  readonly trainingTokens: number;
  readonly precision: string | null;
  /** As the training used them; those that early versions did not record are missing. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Null in checkpoints of early versions. */
  readonly provenance: Provenance | null;
}

/** A file of tokens. */
export interface TokensShown {
  readonly type: 'tokens-shown';
  readonly path: string;
  readonly bytes: number;
  /** Arrays in the file; their tokens in the shortest and the longest. */
  readonly chunks: { readonly count: number; readonly shortest: number; readonly longest: number };
  readonly tokens: number;
  /** See `tokensDigest`. */
  readonly digest: string;
  readonly largestToken: number;
  /** Vocabularies on this machine that have all of its tokens, the likeliest first: those whose end mark it contains. */
  readonly vocabularies: readonly VocabularyGuess[];
  /** How the text begins, if the likeliest vocabulary is right; null if there is none. */
  readonly beginning: string | null;
}

/** A vocabulary that a token file may have been made with. */
export interface VocabularyGuess {
  /** A model that has it. */
  readonly model: string;
  readonly tokens: number;
  /** Its end marks in the file; without any, each chunk counts as a document. */
  readonly endMarks: number;
  readonly documents: number;
}

export type ShowEvent = ModelShown | RunShown | TokensShown;
