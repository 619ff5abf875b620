import { generateTexts, PromptFault } from '../../engine/generation/generate-texts.ts';
import { scoreTokens } from '../../engine/generation/score-tokens.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import type { Project } from '../../project/project.ts';
import { ApiError } from '../../serve/api-error.ts';
import type { Prompt, ServedEvent, ServedToken, TextService, TextsRequest } from '../../serve/text-service.ts';
import { drawSeed } from '../drafts/draw-seed.ts';
import { samplingOf } from '../drafts/sampling-of.ts';
import type { Writer } from '../models/open-writer.ts';
import type { ServeSettings } from '../settings/serve.ts';
import { Conversation } from './conversation.ts';

/** Texts written in parallel. More would take memory and save hardly any time. */
const SIDE_BY_SIDE = 8;

/** Between two turns of the event loop, in which a server learns that a client has hung up. */
const MOST_SECONDS_PER_TURN = 0.03;

/** A model as the server sees it; sampling that a request leaves out is that of the settings. */
export class ModelService implements TextService {
  readonly model: string;
  readonly noChatBecause: string | null;
  readonly #conversation: Conversation | null;
  readonly #writer: Writer;
  readonly #settings: ServeSettings;
  readonly #project: Project;

  /** `template`: that of the model for conversations; null if it has none. */
  constructor(name: string, template: string | null, writer: Writer, settings: ServeSettings, project: Project) {
    this.model = name;
    const { conversation, because } = conversationBy(template, writer.tokenizer);
    this.#conversation = conversation;
    this.noChatBecause = because;
    this.#writer = writer;
    this.#settings = settings;
    this.#project = project;
  }

  get vocabularySize(): number {
    return this.#writer.tokenizer.vocabularySize;
  }

  get contextTokens(): number {
    return this.#writer.model.shape.context;
  }

  countTokens(prompt: Prompt): number {
    return this.#tokensOf(prompt).length;
  }

  async score(text: string, logprobs: number, signal: AbortSignal): Promise<readonly ServedToken[]> {
    const { model, tokenizer } = this.#writer;
    try {
      return await scoreTokens(model, tokenizer, tokenizer.encode(text), { logprobs, signal });
    } catch (error) {
      throw error instanceof Fault ? apiErrorOf(error) : error;
    }
  }

  async *write(
    { prompt, count, length, sampling, stop, seed, logprobs }: TextsRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ServedEvent, void, undefined> {
    const { model, tokenizer } = this.#writer;
    const texts = generateTexts(model, tokenizer, {
      prompt: 'text' in prompt ? prompt.text : '',
      promptTokens: 'text' in prompt ? undefined : this.#tokensOf(prompt),
      count,
      batchSize: Math.min(count, SIDE_BY_SIDE),
      length,
      sampling: this.#samplingWith(sampling),
      seed: seed ?? drawSeed(),
      stopAtEnd: true,
      stop,
      includePrompt: false,
      logprobs,
      signal,
    });
    let turn = this.#project.clock();
    try {
      for await (const event of texts) {
        if (event.type === 'prompt-cut') continue;
        const index = event.number - 1;
        if (event.type === 'text-done') yield { type: 'done', index, tokens: event.tokens, ended: event.ended };
        else yield { type: 'grew', index, added: event.added, tokens: event.tokens, logprobs: event.logprobs ?? [] };
        if (this.#project.clock() - turn < MOST_SECONDS_PER_TURN) continue;
        await this.#project.sleep(0, signal);
        turn = this.#project.clock();
      }
    } catch (error) {
      throw error instanceof Fault ? apiErrorOf(error) : error;
    }
  }

  #tokensOf(prompt: Prompt): readonly number[] {
    if ('text' in prompt) return this.#writer.tokenizer.encode(prompt.text);
    return this.#conversation!.encode(prompt.messages);
  }

  /** top_k alone replaces the nucleus of the settings, as on the command line. */
  #samplingWith(requested: TextsRequest['sampling']) {
    const top_p = requested.top_p ?? (requested.top_k === undefined ? this.#settings.top_p : null);
    return samplingOf({ ...this.#settings, ...requested, top_p });
  }
}

/** How messages are answered, or why they cannot be. */
function conversationBy(
  template: string | null,
  tokenizer: Tokenizer,
): { readonly conversation: Conversation | null; readonly because: string | null } {
  const because = 'This model continues texts and has no template for conversations.';
  if (template === null) return { conversation: null, because };
  try {
    return { conversation: new Conversation(template, tokenizer), because: null };
  } catch (error) {
    const why = `The template of this model for conversations cannot be applied: ${(error as Error).message}.`;
    return { conversation: null, because: why };
  }
}

function apiErrorOf(fault: Fault): ApiError {
  const isPrompt = fault instanceof PromptFault;
  const details = isPrompt
    ? ({ status: 400, param: 'prompt', code: fault.code } as const)
    : ({ status: 500, type: 'server_error', code: fault.code } as const);
  return new ApiError(fault.message, details, { cause: fault });
}
