import { describe, expect, it } from 'vitest';
import { type Paint, plain } from '../../src/cli/help/paint.ts';
import { noteShades, ShadedText, tokenTable } from '../../src/cli/show-logprobs.ts';
import { showTexts } from '../../src/cli/show-texts.ts';
import type { LikelyToken, TextToken } from '../../src/engine/generation/token-probabilities.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const named = (name: string) => (text: string) => `<${name}>${text}</>`;
const paint: Paint = { bold: named('bold'), dim: named('dim'), yellow: named('yellow'), red: named('red') };

let ids = 0;
const likely = (text: string, p: number, bytes: number[] | null = null): LikelyToken => {
  return { token: ids++, text, bytes, logprob: Math.log(p) };
};
const at = (start: number, token: LikelyToken, top: readonly LikelyToken[] = []): TextToken => ({
  ...token,
  start,
  top,
});

function screenWith(some: { paint?: Paint; watched?: boolean; columns?: number }) {
  const { surroundings, printed, noted } = fakeSurroundings();
  return { screen: { ...surroundings.screen, ...some }, printed, noted };
}

describe('a shaded text', () => {
  it.each([
    [0.5, 'a'],
    [0.1001, 'a'],
    [0.099, '<yellow>a</>'],
    [0.01001, '<yellow>a</>'],
    [0.0099, '<red>a</>'],
  ])('has a token of probability %f as %s', (p, expected) => {
    expect(new ShadedText(paint).add('a', [at(0, likely('a', p))])).toBe(expected);
  });

  it('is plain where there are no colours', () => {
    expect(new ShadedText(plain).add('ab', [at(0, likely('ab', 0.001))])).toBe('ab');
  });

  it('has what precedes the first token plain, and a token that goes on in the next piece in its colour', () => {
    const text = new ShadedText(paint);
    expect(text.add('the cat', [])).toBe('the cat');
    expect(text.add(' sa', [at(7, likely(' sat', 0.02))])).toBe('<yellow> sa</>');
    expect(text.add('t on', [at(11, likely(' on', 0.9))])).toBe('<yellow>t</> on');
    expect(text.add('', [])).toBe('');
  });

  it('has a character of several tokens as likely as they are together', () => {
    const parts = [at(0, likely('\uFFFD', 0.2, [0xf0, 0x9f])), at(0, likely('\uFFFD', 0.2, [0x8e, 0x88]))];
    expect(new ShadedText(paint).add('🎈', parts)).toBe('<yellow>🎈</>');
  });
});

describe('the table of tokens', () => {
  const own = likely(' cat', 0.254);
  const tokens = [
    at(0, likely('the', 0.0004), []),
    at(3, own, [likely('\n', 0.5), own, likely('\uFFFD', 0.012, [0xe2, 0x80])]),
  ];

  it('has the probability of each, and what could have stood there instead', () => {
    expect(tokenTable(tokens, screenWith({}).screen)).toBe(
      ['      p  token   instead', '< 0.1 %  "the"', '   25 %  " cat"  "\\n" 50 %  \\xe2\\x80 1.2 %'].join('\n'),
    );
  });

  it('is cut to the width of a terminal, and not elsewhere', () => {
    const narrow = screenWith({ watched: true, columns: 20 }).screen;
    const lines = tokenTable(tokens, narrow)!.split('\n');
    expect(lines.map((line) => line.length)).toEqual([20, 14, 20]);
    expect(tokenTable(tokens, { ...narrow, watched: false })).toContain('1.2 %');
  });

  it('is left out if colours say as much, and if there are no tokens', () => {
    const alone = [at(0, likely('a', 0.5))];
    expect(tokenTable(alone, screenWith({ paint }).screen)).toBeNull();
    expect(tokenTable(alone, screenWith({}).screen)).toBe('      p  token\n   50 %  "a"');
    expect(tokenTable(tokens, screenWith({ paint }).screen)).toContain('<bold>      p  token   instead</>');
    expect(tokenTable([], screenWith({}).screen)).toBeNull();
  });
});

describe('texts with probabilities', () => {
  const tokens = [at(0, likely('a ', 0.001)), at(2, likely('b', 0.02), [likely('c', 0.7)])];
  const events = [
    { type: 'text-grew', number: 1, added: 'a ', tokens: 1, logprobs: tokens.slice(0, 1) },
    { type: 'text-grew', number: 1, added: 'b', tokens: 1, logprobs: tokens.slice(1) },
    { type: 'text-done', number: 1, text: 'a b', tokens: 2, ended: true, logprobs: tokens },
  ] as const;
  const shown = (batchSize: number, watched: boolean) => {
    const { screen, printed } = screenWith({ paint, watched });
    const show = showTexts(screen, { batchSize, isOnly: true });
    for (const event of [...events, ...events.map((event) => ({ ...event, number: 2 }))]) show(event);
    return printed;
  };

  it('are shaded as they are written, each with a table below', () => {
    const [header, ...first] = shown(1, true).slice(0, 5);
    expect(header).toContain('SAMPLE 1');
    expect(first).toEqual(['<red>a </>', '<yellow>b</>', '', expect.stringContaining('"c" 70 %')]);
    expect(shown(1, true).slice(6)).toEqual(first);
  });

  it('are shaded when they are complete', () => {
    expect(shown(2, true)[1]).toBe('<red>a </><yellow>b</>');
    expect(shown(1, false).slice(0, 2)).toEqual(['<red>a </><yellow>b</>', expect.stringContaining('"c" 70 %')]);
  });

  it('come with what the colours mean, if there are any', () => {
    const [coloured, without] = [screenWith({ paint }), screenWith({})];
    noteShades(coloured.screen);
    noteShades(without.screen);
    expect([coloured.noted.length, without.noted.length]).toEqual([1, 0]);
  });
});
