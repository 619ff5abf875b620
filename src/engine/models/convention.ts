/** The ways in which weight files name and arrange the tensors of a model. */
export type Layout = 'huggingface' | 'nanogpt' | 'tensorflow' | 'gguf' | 'llmc';

/** How one layout names and arranges the tensors of one architecture. */
export interface Convention {
  /** What the file holds of a parameter: one tensor, or several whose outputs are side by side in the parameter. */
  partsOf(parameter: string): readonly TensorPart[];
  /** What may precede every name or be missing there, the outermost first. */
  readonly prefixes: readonly string[];
  /** Tensors in the file that are not parameters, by their names without prefix. */
  readonly ignored: RegExp | null;
  /** The output projection, which some files store although it equals the token embedding; null if none does. */
  readonly tied: string | null;
  /** The axes of the blocks' matrices: (in, out) as here, (1, in, out), or (out, in). */
  readonly matrices: 'in-out' | 'one-in-out' | 'out-in';
  /** The head may have more rows than there are tokens, only for speed. Default: false. */
  readonly mayPadVocabulary?: boolean;
}

/** A tensor of a file: a parameter, or some of its outputs (the last axis). */
export interface TensorPart {
  readonly name: string;
  /** How many of the outputs it holds; null for all. */
  readonly outputs: number | null;
  /**
   * The channels of a head, where the file has the two channels that are rotated together side by side; here, as in Hugging
   * Face's files, the first ones of all pairs come first. Null where the order is the same.
   */
  readonly pairedHead: number | null;
}

/** A parameter that is one tensor of the file. */
export function wholeTensor(name: string): readonly TensorPart[] {
  return [{ name, outputs: null, pairedHead: null }];
}
