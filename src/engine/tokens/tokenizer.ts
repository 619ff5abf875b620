import { Fault } from '../../fault.ts';

/** An invalid vocabulary file. */
export class VocabularyFault extends Fault {
  override readonly code: string = 'vocabulary';
}

/** A token id that the vocabulary does not have. */
export class TokenRangeFault extends Fault {
  override readonly code: string = 'token-range';
}

/** Turns text into the token ids of one vocabulary, and back. Adding a kind: a folder like `bpe/`. */
export interface Tokenizer {
  /** Ids run from 0 to this, exclusive. */
  readonly vocabularySize: number;
  /**
   * The token that a text starts after: the mark that the vocabulary's files put in front of every text, else the end mark;
   * null if there is neither.
   */
  readonly beginMark: number | null;
  /** The token that follows a document; null if the vocabulary has none. */
  readonly endMark: number | null;
  /** The tokens at which a model ends a text. Includes `endMark`. */
  readonly stopTokens: ReadonlySet<number>;
  /** Ids that must never be drawn: those without a token, and marks that do not end a text. No text has them. Ascending. */
  readonly unusedTokens: readonly number[];
  /** Whether the tokens of a text begin with a space that is not part of it, which `decode` leaves out again. */
  readonly addsSpace: boolean;
  /** Whether a text must be encoded as a whole: a stream encoder then holds all of it back. */
  readonly needsWholeText: boolean;

  /** The tokens of a text, without marks: text that looks like a mark is ordinary text. Half a surrogate pair counts as U+FFFD. */
  encode(text: string): number[];
  /** Like `encode`, a few tokens at a time. */
  encodeInto(text: string, out: TokenSink): void;
  /** Encodes a text that arrives in pieces. */
  streamEncoder(out: TokenSink): StreamEncoder;

  /** The text of these tokens; invalid UTF-8 becomes U+FFFD. Throws TokenRangeFault. */
  decode(ids: Iterable<number>): string;
  /** Decodes tokens as they are generated. `continues`: they continue a text, whose beginning was decoded before. Default: false. */
  textStream(continues?: boolean): TextStream;
  /** The bytes of one token, not always whole characters; of a mark, its name. Throws TokenRangeFault. */
  bytesOf(id: number): Uint8Array;
  /** The bytes of all tokens. Read-only. */
  readonly bytesOfAll: TokenBytes;

  /** The files that keep this tokenizer next to a checkpoint, by name: the text of each. */
  files(): Readonly<Record<string, string>>;
  /** The files that Hugging Face's libraries load. `context` is the model's longest window in tokens. */
  huggingFaceFiles(context: number): Readonly<Record<string, string>>;
  /** The vocabulary as lists, the way GGUF stores it. */
  lists(): TokenLists;
}

/** Takes encoded tokens. */
export interface TokenSink {
  push(ids: readonly number[]): void;
}

/** Encodes a text that arrives in pieces; the tokens are those of the whole text at once. */
export interface StreamEncoder {
  /** A piece may end anywhere except within a surrogate pair. */
  push(text: string): void;
  /** Encodes the rest. The next piece starts another text. */
  finish(): void;
}

/** Decodes tokens as they are generated. A character is held back until all of its bytes are there. */
export interface TextStream {
  /** The text that this token completes; may be empty. Throws TokenRangeFault. */
  push(id: number): string;
  /** What was held back, as U+FFFD. The stream can then be used for another text. */
  end(): string;
}

/** The bytes of all tokens of a vocabulary, in the order of their ids. */
export interface TokenBytes {
  readonly tokenBytes: Uint8Array;
  /** Token i ends at tokenEnds[i], where i + 1 begins. An unused id has no bytes. */
  readonly tokenEnds: Int32Array;
}

/** A vocabulary as plain lists, the way GGUF stores it. */
export interface TokenLists {
  /** The kind of tokenizer (`tokenizer.ggml.model`). */
  readonly model: string;
  /** How text is split into words (`tokenizer.ggml.pre`); null if the file does not say. */
  readonly words: string | null;
  /** In the order of their ids; null where an id is unused. */
  readonly tokens: readonly (ListedToken | null)[];
  /** 'left right' each, first ones first; null if the file has scores instead. */
  readonly merges: readonly string[] | null;
  /** One for each token: of all that two neighbours can become, the token with the highest is made first. Null if there are merges. */
  readonly scores: readonly number[] | null;
  /** Whether a space is put in front of every text; null if the file does not say. */
  readonly addsSpace: boolean | null;
  readonly beginMark: number | null;
  /** Whether the begin mark is put in front of every text; null if the file does not say. */
  readonly addsBeginMark: boolean | null;
  readonly endMark: number | null;
  /** Other tokens that end a text; may include `endMark`. */
  readonly stopTokens: readonly number[];
}

/**
 * One token of a list. `normal` tokens come from text; `control` and `added` ones are cut out of it whole. A `byte` stands
 * for one byte, and `unknown` for characters that have neither a token nor bytes.
 */
export interface ListedToken {
  readonly text: string;
  readonly kind: 'normal' | 'control' | 'added' | 'byte' | 'unknown';
}
