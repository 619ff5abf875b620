import type { ServedEvent, ServedToken, TextService, TextsRequest } from '../../src/serve/text-service.ts';

/** One token: its log probability is minus its number in the text, and the likeliest ones are `a`, `b` and so on. */
export function fakeToken(text: string, start: number, number: number, top: number): ServedToken {
  const likeliest = Array.from({ length: top }, (_, i) => {
    return { text: String.fromCharCode(97 + i), bytes: null, logprob: -(i + 1) / 10 };
  });
  return { text, bytes: null, start, logprob: -number, top: likeliest };
}

/** A service that writes these pieces for every text, and remembers what it was asked. A token is a word. */
export function fakeService(some: Partial<TextService> & { pieces?: readonly string[]; fails?: Error } = {}) {
  const { pieces = ['one ', 'two'], fails, ...rest } = some;
  const asked: TextsRequest[] = [];
  const service: TextService = {
    model: 'run1/model-3',
    vocabularySize: 100,
    contextTokens: 20,
    noChatBecause: null,
    countTokens: (prompt) =>
      ('text' in prompt ? prompt.text : prompt.messages.map(({ content }) => content).join(' ')).split(' ').length,
    async *write(request): AsyncGenerator<ServedEvent> {
      asked.push(request);
      for (let index = 0; index < request.count; index++) {
        let start = 0;
        for (const [i, added] of pieces.entries()) {
          const logprobs = request.logprobs === null ? [] : [fakeToken(added, start, i + 1, request.logprobs)];
          yield { type: 'grew', index, added, tokens: 1, logprobs };
          start += added.length;
        }
        if (fails !== undefined) throw fails;
        yield { type: 'done', index, tokens: pieces.length, ended: index % 2 === 0 };
      }
    },
    async score(text, logprobs) {
      const words = text.match(/\S+\s*/g) ?? [];
      return words.map((word, i) => {
        const token = fakeToken(word, text.indexOf(word), i, logprobs);
        return i === 0 ? { ...token, logprob: null, top: [] } : token;
      });
    },
    ...rest,
  };
  return { service, asked };
}
