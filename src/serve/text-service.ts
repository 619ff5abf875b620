/** Sampling that a request asks for; what it leaves out is up to the service. */
export interface RequestedSampling {
  readonly temperature?: number;
  /** 1 is off; towards 0 only the likeliest token remains. */
  readonly top_p?: number;
  readonly top_k?: number;
  readonly min_p?: number;
  readonly typical_p?: number;
  readonly repetition_penalty?: number;
  readonly frequency_penalty?: number;
  readonly presence_penalty?: number;
  readonly token_bias?: ReadonlyMap<number, number>;
}

/** Texts to write after one prompt. */
export interface TextsRequest {
  readonly prompt: Prompt;
  readonly count: number;
  /** The most new tokens of each. */
  readonly length: number;
  readonly sampling: RequestedSampling;
  readonly stop: readonly string[];
  /** Null: any. */
  readonly seed: number | null;
  /** Likeliest tokens to give for each token of the texts, 0 to 20; null: no log probabilities. */
  readonly logprobs: number | null;
}

/** A token that may be at a place of a text. */
export interface ServedAlternative {
  /** Bytes that are not whole characters are U+FFFD. */
  readonly text: string;
  /** Its bytes if they are not whole characters; else null. */
  readonly bytes: readonly number[] | null;
  /** ln p, by the model itself: before temperature, filters, bias and penalties. */
  readonly logprob: number;
}

/** A token of a text. */
export interface ServedToken extends Omit<ServedAlternative, 'logprob'> {
  /** Where it begins in the text, in UTF-16 units; a token that is a part of a character begins where the character does. */
  readonly start: number;
  /** Null for a token that nothing precedes. */
  readonly logprob: number | null;
  /** The likeliest tokens at its place, in order. */
  readonly top: readonly ServedAlternative[];
}

/** A text to continue, or the messages of a conversation to answer. */
export type Prompt = { readonly text: string } | { readonly messages: readonly Message[] };

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What happens while texts are written; `index` is the text's, from 0 on. */
export type ServedEvent =
  /** `tokens`: drawn for what was added. `logprobs`: the tokens that begin in it, if they were asked for. */
  | {
      readonly type: 'grew';
      readonly index: number;
      readonly added: string;
      readonly tokens: number;
      readonly logprobs?: readonly ServedToken[];
    }
  /** `tokens`: of the whole text. `ended`: by itself or at a stop string, not by its length. */
  | { readonly type: 'done'; readonly index: number; readonly tokens: number; readonly ended: boolean };

/** A model that writes texts, as the server knows it. One request is written at a time. */
export interface TextService {
  /** The name by which requests ask for it. */
  readonly model: string;
  readonly vocabularySize: number;
  /** The most tokens of a prompt. */
  readonly contextTokens: number;
  /** Why it cannot answer messages; null if it can. */
  readonly noChatBecause: string | null;
  /** Tokens of a prompt as the model reads it. Throws ApiError for messages that the model's template refuses. */
  countTokens(prompt: Prompt): number;
  /** The tokens of a text, with `logprobs` likeliest ones for each. Throws ApiError, and the signal's reason. */
  score(text: string, logprobs: number, signal: AbortSignal): Promise<readonly ServedToken[]>;
  /** Throws ApiError, and the signal's reason. */
  write(request: TextsRequest, signal: AbortSignal): AsyncIterable<ServedEvent>;
}
