import { generateTexts, PromptFault } from '../../engine/generation/generate-texts.ts';
import { Fault } from '../../fault.ts';
import type { Project } from '../../project/project.ts';
import { ApiError } from '../../serve/api-error.ts';
import type { Prompt, ServedEvent, TextService, TextsRequest } from '../../serve/text-service.ts';
import { drawSeed } from '../drafts/draw-seed.ts';
import { samplingOf } from '../drafts/sampling-of.ts';
import type { Writer } from '../models/open-writer.ts';
import type { ServeSettings } from '../settings/serve.ts';

/** Texts written in parallel. More would take memory and save hardly any time. */
const SIDE_BY_SIDE = 8;

/** Between two turns of the event loop, in which a server learns that a client has hung up. */
const MOST_SECONDS_PER_TURN = 0.03;

/** A model as the server sees it; sampling that a request leaves out is that of the settings. */
export class ModelService implements TextService {
  readonly model: string;
  readonly noChatBecause: string | null = 'This model continues texts and has no template for conversations.';
  readonly #writer: Writer;
  readonly #settings: ServeSettings;
  readonly #project: Project;

  constructor(name: string, writer: Writer, settings: ServeSettings, project: Project) {
    this.model = name;
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
    return this.#writer.tokenizer.encode(textOf(prompt)).length;
  }

  async *write(
    { prompt, count, length, sampling, stop, seed }: TextsRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ServedEvent, void, undefined> {
    const { model, tokenizer } = this.#writer;
    const texts = generateTexts(model, tokenizer, {
      prompt: textOf(prompt),
      count,
      batchSize: Math.min(count, SIDE_BY_SIDE),
      length,
      sampling: this.#samplingWith(sampling),
      seed: seed ?? drawSeed(),
      stopAtEnd: true,
      stop,
      includePrompt: false,
      signal,
    });
    let turn = this.#project.clock();
    try {
      for await (const event of texts) {
        if (event.type === 'prompt-cut') continue;
        const index = event.number - 1;
        if (event.type === 'text-grew') yield { type: 'grew', index, added: event.added, tokens: event.tokens };
        else yield { type: 'done', index, tokens: event.tokens, ended: event.ended };
        if (this.#project.clock() - turn < MOST_SECONDS_PER_TURN) continue;
        await this.#project.sleep(0, signal);
        turn = this.#project.clock();
      }
    } catch (error) {
      throw error instanceof Fault ? apiErrorOf(error) : error;
    }
  }

  /** top_k alone replaces the nucleus of the settings, as on the command line. */
  #samplingWith(requested: TextsRequest['sampling']) {
    const top_p = requested.top_p ?? (requested.top_k === undefined ? this.#settings.top_p : null);
    return samplingOf({ ...this.#settings, ...requested, top_p });
  }
}

function textOf(prompt: Prompt): string {
  if ('text' in prompt) return prompt.text;
  throw new TypeError('Messages are refused before they come here.');
}

function apiErrorOf(fault: Fault): ApiError {
  const isPrompt = fault instanceof PromptFault;
  const details = isPrompt
    ? ({ status: 400, param: 'prompt', code: fault.code } as const)
    : ({ status: 500, type: 'server_error', code: fault.code } as const);
  return new ApiError(fault.message, details, { cause: fault });
}
