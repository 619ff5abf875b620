import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/blog/corpus/plain-text.ts';
import { measuredIn, styleOf, type TextStyle } from '../../../src/blog/style/text-style.ts';

function markdown(body: string): TextStyle {
  const { text, tree } = readBody({ source: 'a.md', extension: '.md', body });
  return styleOf(text, tree);
}

const value = (style: TextStyle, kind: Parameters<typeof measuredIn>[1]['kind'], of: string | null = null) =>
  measuredIn(style, { kind, of });

describe('the style of a text', () => {
  it('is that of its prose: code, headings and tables do not count', () => {
    const plain = markdown('The gull sat down. It, too, was late.');
    const more = markdown(
      '# A long heading of words\n\nThe gull sat down. It, too, was late.\n\n```js\nlet a = [1, 2, 3];\n```\n\n| a, b | c |\n| --- | --- |\n| d, e | f |',
    );
    expect(more.words).toBe(8);
    for (const kind of ['sentence-words', 'sentence-spread', 'paragraph-words'] as const) {
      expect(value(more, kind)).toBe(value(plain, kind));
    }
    expect(value(more, 'mark', ',')).toBe(value(plain, 'mark', ','));
    expect(value(more, 'word', 'the')).toBe(125);
    expect(value(more, 'word', 'heading')).toBe(0);
  });

  it.each([
    ['variety', null, 'Round and round. '.repeat(20), 2],
    ['variety', null, 'Round and round.', null],
    ['sentence-words', null, 'One two three. Four.', 2],
    ['sentence-spread', null, 'One two three. Four.', 1],
    ['sentence-spread', null, 'One two three four.', null],
    ['paragraph-words', null, 'One two.\n\nThree four five six.', 3],
    ['paragraph-words', null, '- one\n- two', null],
    ['mark', ',', 'a, b, c, d', 300],
    ['headings', null, 'One two.\n\n## Three\n\nFour five.', 250],
    ['list-items', null, '- one\n- two\n\nThree four.', 500],
    ['links', null, 'One [two](/three) four <a name="x">five</a>.', 250],
    ['code', null, 'abcd\n\n    efg\n', 0.5],
    ['code', null, 'abcd', 0],
    ['word', 'it’s', 'It’s late.', 0],
    ['word', "it's", 'It’s late.', 500],
  ] as const)('has %s %s: %j', (kind, of, text, expected) => {
    expect(value(markdown(text), kind, of)).toBe(expected);
  });

  it('has no structure without Markdown, and nothing without words', () => {
    const text = styleOf('One two. Three.', null);
    expect([value(text, 'headings'), value(text, 'code')]).toEqual([null, null]);
    expect(value(text, 'sentence-words')).toBe(1.5);
    const nothing = styleOf('***', null);
    expect(nothing.features).toEqual([]);
    expect(value(nothing, 'word', 'the')).toBeNull();
  });
});
