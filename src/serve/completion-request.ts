import { ApiError, wrongField } from './api-error.ts';
import { Fields, shown } from './fields.ts';
import type { Message, Prompt, RequestedSampling, TextService } from './text-service.ts';

/** A checked request for texts. */
export interface CompletionRequest {
  readonly prompts: readonly Prompt[];
  readonly n: number;
  /** The most new tokens of a text, 0 for none; null: as many as the context has left. */
  readonly max_tokens: number | null;
  readonly sampling: RequestedSampling;
  readonly stop: readonly string[];
  readonly seed: number | null;
  readonly stream: boolean;
  /** Whether the last piece of a stream tells the numbers of tokens. */
  readonly includeUsage: boolean;
  /** Whether texts begin with their prompt. */
  readonly echo: boolean;
  /** Likeliest tokens to give for each token; null: no log probabilities. */
  readonly logprobs: number | null;
}

/** OpenAI's default for completions. */
const USUAL_TOKENS = 16;
/** OpenAI's limits. */
const MOST_TEXTS = 128;
const MOST_STOPS = 4;
const MOST_PROMPTS = 128;
const LARGEST_BIAS = 100;
/** OpenAI's limit in chats; in completions it is 5 there. */
const MOST_LOGPROBS = 20;
/** A nucleus of one token, and those as likely: OpenAI's top_p of 0. */
const SMALLEST_TOP_P = 1e-9;

/** Reads the body of POST /v1/completions. Throws ApiError. */
export function parseCompletion(body: unknown, service: TextService): CompletionRequest {
  const fields = new Fields(body);
  requireModel(fields, service);
  const prompts = promptsOf(fields);
  const max_tokens = fields.integer('max_tokens', { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? USUAL_TOKENS;
  const echo = fields.boolean('echo');
  const logprobs = textLogprobsOf(fields);
  fields.unsupported('best_of', [1], 'best_of is not supported: ask for n texts and choose.');
  fields.unsupported('suffix', [''], 'suffix is not supported: the model continues texts and does not fill in.');
  return { prompts, max_tokens, echo, logprobs, ...sharedFields(fields, service) };
}

/** Reads the body of POST /v1/chat/completions. Throws ApiError. */
export function parseChat(body: unknown, service: TextService): CompletionRequest {
  const fields = new Fields(body);
  requireModel(fields, service);
  const prompts = [{ messages: messagesOf(fields) }];
  const range = { min: 1, max: Number.MAX_SAFE_INTEGER };
  const max_tokens = fields.integer('max_completion_tokens', range) ?? fields.integer('max_tokens', range);
  // Read, so that it is known, even where the newer name is given.
  fields.integer('max_tokens', range);
  const logprobs = chatLogprobsOf(fields);
  for (const name of ['tools', 'functions']) {
    fields.unsupported(name, [], `${name} are not supported: the model only writes text.`);
  }
  return { prompts, max_tokens, echo: false, logprobs, ...sharedFields(fields, service) };
}

/** Null for false too, which clients of both endpoints send for none. */
function textLogprobsOf(fields: Fields): number | null {
  return fields.value('logprobs') === false ? null : fields.integer('logprobs', { min: 0, max: MOST_LOGPROBS });
}

function chatLogprobsOf(fields: Fields): number | null {
  const isOn = fields.boolean('logprobs');
  const top = fields.integer('top_logprobs', { min: 0, max: MOST_LOGPROBS });
  if (top !== null && !isOn) throw wrongField('top_logprobs', 'top_logprobs needs logprobs to be true.');
  return isOn ? (top ?? 0) : null;
}

type Shared = Omit<CompletionRequest, 'prompts' | 'max_tokens' | 'echo' | 'logprobs'>;

/** The fields that both have, and the refusal of all others. */
function sharedFields(fields: Fields, service: TextService): Shared {
  const stop = fields.texts('stop', MOST_STOPS) ?? [];
  if (stop.includes('')) throw wrongField('stop', 'stop takes texts that are not empty.');
  const stream = fields.boolean('stream');
  const shared = {
    n: fields.integer('n', { min: 1, max: MOST_TEXTS }) ?? 1,
    stop,
    seed: fields.integer('seed', { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    sampling: samplingOf(fields, service),
    stream,
    includeUsage: includesUsage(fields, stream),
  };
  // Who asks; it changes nothing in OpenAI's API either.
  fields.text('user');
  fields.requireNoOthers();
  return shared;
}

function requireModel(fields: Fields, { model }: TextService): void {
  const wanted = fields.text('model') ?? model;
  if (wanted === model) return;
  throw new ApiError(`There is no model ${shown(wanted)}; this server has ${shown(model)}.`, {
    status: 404,
    param: 'model',
    code: 'model_not_found',
  });
}

function promptsOf(fields: Fields): readonly Prompt[] {
  const given = fields.value('prompt');
  if (Array.isArray(given) && given.some((part) => typeof part === 'number' || Array.isArray(part))) {
    throw wrongField('prompt', 'prompt takes texts; lists of tokens are not supported.');
  }
  return (fields.texts('prompt', MOST_PROMPTS) ?? ['']).map((text) => ({ text }));
}

function messagesOf(fields: Fields): readonly Message[] {
  const given = fields.value('messages');
  if (!Array.isArray(given) || given.length === 0) {
    throw wrongField('messages', `messages takes a list of at least one message, got ${shown(given)}.`);
  }
  return given.map(messageOf);
}

const ROLES: readonly unknown[] = ['system', 'user', 'assistant'] satisfies Message['role'][];

function messageOf(given: unknown, index: number): Message {
  const param = `messages[${index}]`;
  if (typeof given !== 'object' || given === null) throw wrongField(param, `${param} is not a message.`);
  const { role, content } = given as Record<string, unknown>;
  if (!ROLES.includes(role)) {
    throw wrongField(`${param}.role`, `${param}.role takes system, user or assistant, got ${shown(role)}.`);
  }
  return { role: role as Message['role'], content: contentOf(content, `${param}.content`) };
}

/** Text, or a list of parts that are all text. */
function contentOf(content: unknown, param: string): string {
  if (typeof content === 'string') return content;
  const parts: unknown[] = Array.isArray(content) ? content : [content];
  const texts = parts.map((part) => {
    const { type, text } = (part ?? {}) as Record<string, unknown>;
    if (type === 'text' && typeof text === 'string') return text;
    throw wrongField(param, `${param} takes text, or a list of parts of the type text, got ${shown(content)}.`);
  });
  return texts.join('');
}

function samplingOf(fields: Fields, service: TextService): RequestedSampling {
  const top_p = fields.number('top_p', { min: 0, max: 1 });
  const given = {
    temperature: fields.number('temperature', { min: 0, max: 2 }),
    top_p: top_p === null ? null : Math.max(top_p, SMALLEST_TOP_P),
    frequency_penalty: fields.number('frequency_penalty', { min: -2, max: 2 }),
    presence_penalty: fields.number('presence_penalty', { min: -2, max: 2 }),
    token_bias: biasOf(fields, service),
    // Not in OpenAI's API; the names that llama.cpp and vLLM give them.
    top_k: fields.integer('top_k', { min: 0, max: Number.MAX_SAFE_INTEGER }),
    min_p: fields.number('min_p', { min: 0, max: 1 }),
    typical_p: fields.number('typical_p', { min: 0, max: 1 }),
    repetition_penalty: fields.number('repetition_penalty', { min: 1, max: Number.MAX_SAFE_INTEGER }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function biasOf(fields: Fields, { vocabularySize }: TextService): ReadonlyMap<number, number> | null {
  const given = fields.value('logit_bias');
  if (given === null) return null;
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw wrongField('logit_bias', `logit_bias takes an object of tokens and numbers, got ${shown(given)}.`);
  }
  return new Map(
    Object.entries(given).map(([name, bias]) => {
      const token = Number(name);
      if (!/^\d+$/.test(name) || token >= vocabularySize) {
        throw wrongField('logit_bias', `logit_bias takes tokens from 0 to ${vocabularySize - 1}, got ${shown(name)}.`);
      }
      if (typeof bias === 'number' && Math.abs(bias) <= LARGEST_BIAS) return [token, bias];
      throw wrongField('logit_bias', `logit_bias takes numbers from -100 to 100, got ${shown(bias)}.`);
    }),
  );
}

function includesUsage(fields: Fields, stream: boolean): boolean {
  const given = fields.value('stream_options');
  if (given === null) return false;
  if (!stream) throw wrongField('stream_options', 'stream_options need stream to be true.');
  const options = new Fields(given);
  const included = options.boolean('include_usage');
  options.requireNoOthers();
  return included;
}
