import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GenerationEvent } from '../../../src/engine/generation/generate-texts.ts';
import { wholeSentences } from '../../../src/pipeline/generate/whole-sentences.ts';

/** What is reported of a text that the model wrote word by word. */
async function reported(text: string, ended: boolean, promptCharacters = 0): Promise<GenerationEvent[]> {
  const written = async function* (): AsyncGenerator<GenerationEvent> {
    for (const added of text.match(/\S*\s?/g)!.filter((piece) => piece !== '')) {
      yield { type: 'text-grew', number: 1, added, tokens: 1 };
    }
    yield { type: 'text-done', number: 1, text, tokens: 7, ended };
  };
  const events: GenerationEvent[] = [];
  for await (const event of wholeSentences(written(), promptCharacters)) events.push(event);
  return events;
}

async function textOf(text: string, ended = false, promptCharacters = 0): Promise<string> {
  const last = (await reported(text, ended, promptCharacters)).at(-1)!;
  return last.type === 'text-done' ? last.text : '';
}

const fence = '```';

describe('a text that reached its length', () => {
  it.each([
    ['a sentence', 'One two. Three fo', 'One two.'],
    ['a whole sentence', 'One two. Three four.', 'One two. Three four.'],
    ['a paragraph', 'One two.\n\nThree fo', 'One two.'],
    ['a list item', 'One two.\n\n- Three.\n- Four fi', 'One two.\n\n- Three.'],
    ['a heading', 'One two.\n\n## Three\n\nFour fi', 'One two.'],
    ['a link', 'One two. Three [four](https://fi', 'One two.'],
    [
      'a row',
      'One two.\n\n| a | b |\n| - | - |\n| c | d. |\n| e, 2 | 3.',
      'One two.\n\n| a | b |\n| - | - |\n| c | d. |',
    ],
    ['code', `One two.\n\n${fence}js\nlet a = 1;\nlet b`, `One two.\n\n${fence}js\nlet a = 1;\nlet b\n${fence}`],
    ['a fence', `One two.\n\n${fence}js`, `One two.\n\n${fence}js\n${fence}`],
    ['closed code', `One two.\n\n~~~\nlet a\n~~~`, `One two.\n\n~~~\nlet a\n~~~`],
    ['Japanese', '猫が好き。犬も', '猫が好き。'],
  ])('ends before %s that is cut off', async (_, text, expected) => {
    expect(await textOf(text)).toBe(expected);
  });

  it.each(['one two three', '', '\n', 'a\n\nb\n\nc'])('stays as it is if nothing in it is whole: %j', async (text) => {
    expect(await textOf(text)).toBe(text);
  });

  it('keeps the prompt, and all of a continuation in which nothing is whole', async () => {
    expect(await textOf('Tell me: why not', false, 8)).toBe('Tell me: why not');
    expect(await textOf('Tell me: why not. And', false, 8)).toBe('Tell me: why not.');
    expect(await textOf('One. Two thr', false, 8)).toBe('One. Two thr');
  });
});

it('reports the tokens of what is kept, each with the piece in which it begins', async () => {
  const token = (start: number) => ({ token: start, text: '', bytes: null, start, logprob: -1, top: [] });
  const words = ['Sea ', 'One. ', 'Two ', 'three. ', 'Fo'];
  const starts = words.map((_, i) => words.slice(0, i).join('').length);
  const written = async function* (): AsyncGenerator<GenerationEvent> {
    yield { type: 'text-grew', number: 1, added: words[0], tokens: 0, logprobs: [] };
    for (const [i, added] of words.entries()) {
      if (i > 0) yield { type: 'text-grew', number: 1, added, tokens: 1, logprobs: [token(starts[i])] };
    }
    const logprobs = starts.slice(1).map(token);
    yield { type: 'text-done', number: 1, text: words.join(''), tokens: 4, ended: false, logprobs };
  };
  const pieces: [string, number[]][] = [];
  for await (const event of wholeSentences(written(), words[0].length)) {
    if (event.type === 'prompt-cut') continue;
    const text = event.type === 'text-grew' ? event.added : event.text;
    pieces.push([text, event.logprobs!.map(({ start }) => start)]);
  }
  expect(pieces).toEqual([
    ['Sea ', []],
    ['One.', [4]],
    [' Two three.', [9, 13]],
    ['Sea One. Two three.', [4, 9, 13]],
  ]);
});

it('a text that the model ended stays as it is', async () => {
  expect(await textOf('One two. Three fo', true)).toBe('One two. Three fo');
});

it('is reported as it becomes whole, with all tokens of the pieces', async () => {
  const events = await reported('One two. Three four. Five', false);
  expect(events).toEqual([
    { type: 'text-grew', number: 1, added: 'One two.', tokens: 2 },
    { type: 'text-grew', number: 1, added: ' Three four.', tokens: 2 },
    { type: 'text-done', number: 1, text: 'One two. Three four.', tokens: 7, ended: false },
  ]);
});

it('the pieces are the text, whatever it is', async () => {
  const part = fc.constantFrom(
    'One. ',
    'two ',
    '\n\n',
    '- item ',
    '\n- ',
    '| a | b ',
    '|\n',
    '## H',
    fence,
    '\n',
    '[x](',
    '… ',
    '> ',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 30 }), fc.boolean(), fc.nat(20), async (parts, ended, prompt) => {
      const text = parts.join('');
      const events = await reported(text, ended, Math.min(prompt, text.length));
      const pieces = events.flatMap((event) => (event.type === 'text-grew' ? [event.added] : []));
      expect(events.at(-1)).toMatchObject({ type: 'text-done', text: pieces.join('') });
      if (ended) expect(pieces.join('')).toBe(text);
    }),
    { numRuns: 300 },
  );
});
