import type { ServedEvent, TextService, TextsRequest } from '../../src/serve/text-service.ts';

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
        for (const added of pieces) yield { type: 'grew', index, added, tokens: 1 };
        if (fails !== undefined) throw fails;
        yield { type: 'done', index, tokens: pieces.length, ended: index % 2 === 0 };
      }
    },
    ...rest,
  };
  return { service, asked };
}
