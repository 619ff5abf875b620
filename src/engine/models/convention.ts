/** The ways in which weight files name and arrange the tensors of a model. */
export type Layout = 'huggingface' | 'nanogpt' | 'tensorflow' | 'gguf' | 'llmc';

/** How one layout names and arranges the tensors of one architecture. */
export interface Convention {
  /** The file's name for a parameter, without any prefix. */
  nameOf(parameter: string): string;
  /** What may precede every name, the outermost first. */
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
