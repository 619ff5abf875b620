import type { CompletionRequest } from './completion-request.ts';
import { chatLogprobs, type PlacedToken, textLogprobs } from './token-logprobs.ts';

/** Why a text ended: by itself or at a stop string, or at max_tokens. */
export type FinishReason = 'stop' | 'length';

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** What an answer is about. */
export interface Answer {
  /** Unique among the answers of this server. */
  readonly number: number;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
}

/** A choice of an answer that is not streamed. */
export interface WholeText {
  readonly text: string;
  /** Null if they were not asked for. */
  readonly logprobs: object | null;
  readonly finish_reason: FinishReason;
}

/** A piece of a choice of an answer that is streamed. */
export interface TextPiece {
  readonly added: string;
  readonly logprobs: object | null;
  readonly finish_reason: FinishReason | null;
}

/** The JSON of the answers of one endpoint. */
export interface AnswerForm {
  whole(answer: Answer, texts: readonly WholeText[], usage: Usage): object;
  /** The first piece of each text, before there is anything of it; null: there is none. */
  first(answer: Answer, index: number): object | null;
  /** The log probabilities of some tokens of a text, with `top` likeliest ones for each. */
  logprobs(tokens: readonly PlacedToken[], top: number): object;
  /** `added` of text `index`, and the log probabilities of its tokens; with a reason it is the last piece. */
  piece(answer: Answer, index: number, piece: TextPiece): object;
  /** The piece after all texts, which tells their tokens. */
  usage(answer: Answer, usage: Usage): object;
}

export function usageOf(prompt_tokens: number, completion_tokens: number): Usage {
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

const textHead = ({ number, created, model }: Answer) => {
  return { id: `cmpl-${created}-${number}`, object: 'text_completion', created, model };
};

export const textForm: AnswerForm = {
  whole: (answer, texts, usage) => ({
    ...textHead(answer),
    choices: texts.map((text, index) => ({ index, ...text })),
    usage,
  }),
  first: () => null,
  logprobs: textLogprobs,
  piece: (answer, index, { added, logprobs, finish_reason }) => ({
    ...textHead(answer),
    choices: [{ index, text: added, logprobs, finish_reason }],
  }),
  usage: (answer, usage) => ({ ...textHead(answer), choices: [], usage }),
};

const chatHead = ({ number, created, model }: Answer, object: 'chat.completion' | 'chat.completion.chunk') => {
  return { id: `chatcmpl-${created}-${number}`, object, created, model };
};

const chunk = (answer: Answer, index: number, delta: object, rest: Pick<TextPiece, 'logprobs' | 'finish_reason'>) => ({
  ...chatHead(answer, 'chat.completion.chunk'),
  choices: [{ index, delta, ...rest }],
});

export const chatForm: AnswerForm = {
  whole: (answer, texts, usage) => ({
    ...chatHead(answer, 'chat.completion'),
    choices: texts.map(({ text, logprobs, finish_reason }, index) => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      logprobs,
      finish_reason,
    })),
    usage,
  }),
  first: (answer, index) =>
    chunk(answer, index, { role: 'assistant', content: '' }, { logprobs: null, finish_reason: null }),
  logprobs: chatLogprobs,
  piece: (answer, index, { added, logprobs, finish_reason }) =>
    chunk(answer, index, finish_reason === null ? { content: added } : {}, { logprobs, finish_reason }),
  usage: (answer, usage) => ({ ...chatHead(answer, 'chat.completion.chunk'), choices: [], usage }),
};

/** The form in which a request is answered. */
export interface Answering {
  readonly request: CompletionRequest;
  readonly form: AnswerForm;
}
