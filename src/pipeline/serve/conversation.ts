import { Template } from '@huggingface/jinja';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { ApiError } from '../../serve/api-error.ts';
import type { Message } from '../../serve/text-service.ts';

/** Turns a conversation into what a model reads, by the template of that model. */
export class Conversation {
  readonly #template: Template;
  readonly #tokenizer: Tokenizer;
  readonly #marks: ReadonlyMap<string, number>;
  /** Finds any mark; null if the vocabulary has none. */
  readonly #anyMark: RegExp | null;

  /** Throws the errors of the template's parser. */
  constructor(template: string, tokenizer: Tokenizer) {
    this.#template = new Template(template);
    this.#tokenizer = tokenizer;
    this.#marks = marksOf(tokenizer);
    // The longest first: one mark may begin with another.
    const names = [...this.#marks.keys()].sort((a, b) => b.length - a.length).map(escaped);
    this.#anyMark = names.length === 0 ? null : new RegExp(`(${names.join('|')})`, 'g');
  }

  /**
   * The tokens of a conversation up to where the model answers. Throws ApiError if the template refuses it, as some do for
   * messages of one role in a row.
   */
  encode(messages: readonly Message[]): readonly number[] {
    const text = this.#render(messages);
    const parts = this.#anyMark === null ? [text] : text.split(this.#anyMark);
    return parts.flatMap((part) => this.#marks.get(part) ?? this.#tokenizer.encode(part));
  }

  #render(messages: readonly Message[]): string {
    const name = (token: number | null) => {
      return token === null ? '' : new TextDecoder().decode(this.#tokenizer.bytesOf(token));
    };
    const { beginMark, endMark } = this.#tokenizer;
    try {
      const marks = { bos_token: name(beginMark), eos_token: name(endMark) };
      return this.#template.render({ messages, add_generation_prompt: true, ...marks });
    } catch (cause) {
      const message = `The model's template does not accept these messages: ${(cause as Error).message}`;
      throw new ApiError(message, { status: 400, param: 'messages' }, { cause });
    }
  }
}

/** The tokens that a template has in its text by name. */
function marksOf(tokenizer: Tokenizer): ReadonlyMap<string, number> {
  const marks = new Map<string, number>();
  for (const [id, token] of tokenizer.lists().tokens.entries()) {
    if (token !== null && token.kind !== 'normal' && token.text !== '') marks.set(token.text, id);
  }
  return marks;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
