import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitTitle, titleFromLine, withoutTitle } from '../../../src/blog/drafts/title.ts';

describe('a line as a title', () => {
  it.each([
    ['## **Bold** claims, and', 'Bold claims, and'],
    ['“Quoted”', 'Quoted'],
    ['"One" and "two"', '"One" and "two"'],
    ['What now?', 'What now?'],
    ['Wait...', 'Wait...'],
    ['On the U.S.', 'On the U.S.'],
    ['Mr. Pargeter lends a sea.', 'Mr. Pargeter lends a sea'],
    ['Help! It talks!', 'Help! It talks!'],
    ['Kettle:', 'Kettle'],
    ['title: Kettle', 'Kettle'],
    ['[Kettle](https://example.org) — ', 'Kettle'],
    ['snake_case _wins_ ##', 'snake_case wins'],
    ['***', null],
  ])('%j gives %j', (line, title) => {
    expect(titleFromLine(line)).toBe(title);
  });

  it('never exceeds the limit or ends within a word', () => {
    const word = fc.stringMatching(/^[a-zé][a-zé'-]{0,89}$/);
    const mark = fc.constantFrom('', '', '', ',', '.', '!', ':', ';');
    const line = fc
      .array(fc.tuple(word, mark), { minLength: 1, maxLength: 60 })
      .map((words) => words.map((parts) => parts.join('')).join(' '));
    fc.assert(
      fc.property(line, (text) => {
        const title = titleFromLine(text);
        if (title === null) return expect(text.split(' ')[0].length).toBeGreaterThan(80);
        expect(title.length).toBeLessThanOrEqual(140);
        const words = title.replace(/…$/, '');
        expect(text.startsWith(words)).toBe(true);
        expect(text.slice(words.length)).toMatch(/^(?:$|[\s,.:;-])/);
      }),
    );
  });
});

const LONG =
  'and of that there is a great deal more to say than anybody in this house has ever had the time, or the wish, to listen to.';

/** A first line that is too long for a title, the resulting title, and the first line of the body. */
const paragraphs: readonly (readonly [what: string, line: string, title: string | null, begins: string | 'whole'])[] = [
  ['a short sentence first', `I am a kettle. It is hot, ${LONG}`, 'I am a kettle', `It is hot, ${LONG}`],
  ['a question first', `Who put the kettle on? I did, ${LONG}`, 'Who put the kettle on?', `I did, ${LONG}`],
  ['several sentences that would fit', 'The shed is cold. I am not.', 'The shed is cold', 'I am not.'],
  [
    'a name with a full stop',
    `I met Dr. Gusset and J. P. Pargeter. So ${LONG}`,
    'I met Dr. Gusset and J. P. Pargeter',
    `So ${LONG}`,
  ],
  [
    'an abbreviation in lower case',
    `Mostly tins, e.g. of beans. So ${LONG}`,
    'Mostly tins, e.g. of beans',
    `So ${LONG}`,
  ],
  ['a number with a decimal point', `It took 3.5 hours. Then ${LONG}`, 'It took 3.5 hours', `Then ${LONG}`],
  ['an ellipsis within a sentence', `I waited... and waited. Then ${LONG}`, 'I waited... and waited', `Then ${LONG}`],
  ['sentences in quotes', `“Go. Now.” That was all. Then ${LONG}`, 'Go. Now', `That was all. Then ${LONG}`],
  ['a quote that is the sentence', `“I am a kettle.” That, ${LONG}`, 'I am a kettle', `That, ${LONG}`],
  ['emphasis that ends with the sentence', `**I am a kettle.** Then ${LONG}`, 'I am a kettle', `Then ${LONG}`],
  ['emphasis over two sentences', `**I am a kettle. It is hot,** ${LONG}`, 'I am a kettle', 'whole'],
  ['a link over two sentences', `[I am a kettle. It is hot](x), ${LONG}`, 'I am a kettle', 'whole'],
  ['a heading', `# I am a kettle. It is hot, ${LONG}`, 'I am a kettle', `It is hot, ${LONG}`],
  ['a line that looks like a list', `I am a kettle. 1. It is hot, ${LONG}`, 'I am a kettle', 'whole'],
  ['a line that looks like a rule', `I am a kettle. - It is hot, ${LONG}`, 'I am a kettle', 'whole'],
  ['a quotation', `> I am a kettle. It is hot, ${LONG}`, 'I am a kettle', `> I am a kettle. It is hot, ${LONG}`],
  [
    'a clause first',
    `On the fourth day, the kettle that stands by the door, ${LONG}`,
    'On the fourth day, the kettle that stands by the door',
    'whole',
  ],
  ['a dash first', `I bought a kettle – ${LONG}`, 'I bought a kettle', 'whole'],
  [
    'a comma in a number, and in brackets',
    `It has 1,000 parts (some, I think, of tin and none of them of wood ${LONG}`,
    'It has 1,000 parts (some, I think, of tin and none of them of wood and of that…',
    'whole',
  ],
  ['no mark at all', 'the kettle '.repeat(20).trim(), `${'the kettle '.repeat(7)}the…`, 'whole'],
  ['hyphens', 'up-to-the-minute '.repeat(10).trim(), `${'up-to-the-minute '.repeat(4).trim()}…`, 'whole'],
  [
    'Japanese clauses',
    `${'庭の話をします、'.repeat(3)}${'猫も家も犬も好きです'.repeat(20)}。`,
    '庭の話をします、庭の話をします、庭の話をします',
    'whole',
  ],
  [
    'Japanese',
    `${'とても好きな猫も家も庭も'.repeat(20)}。`,
    `${'とても好きな猫も家も庭も'.repeat(6)}とても好きな猫も…`,
    'whole',
  ],
  [
    'Japanese sentences',
    `庭の話です。${'猫も家も犬も好きです'.repeat(20)}。`,
    '庭の話です。',
    `${'猫も家も犬も好きです'.repeat(20)}。`,
  ],
];

describe('a first line that is a paragraph', () => {
  it.each(paragraphs)('gives a title and keeps its sentences: %s', (_, line, title, begins) => {
    const divided = splitTitle(`${line}\n\nMore.`);
    expect(divided).toEqual({ title, body: `${begins === 'whole' ? line : begins}\n\nMore.` });
  });

  it('that spans several lines works the same', () => {
    expect(splitTitle(`I am a kettle. It is hot, ${LONG}\nIndeed.\n\nMore.`)).toEqual({
      title: 'I am a kettle',
      body: `It is hot, ${LONG}\nIndeed.\n\nMore.`,
    });
    expect(splitTitle(`**I am a kettle. It** is *hot, ${LONG}\nIndeed.*`).body).toMatch(/^\*\*I am a kettle/);
  });

  it('loses the underline of a heading', () => {
    expect(splitTitle(`The kettle, the door, ${LONG}\n===\nMore.`).body).toBe(`The kettle, the door, ${LONG}\nMore.`);
  });

  it('with one word that is too long is skipped for the next line', () => {
    expect(splitTitle(`${'x'.repeat(141)}\n\nKettle\n\nHot.`)).toEqual({ title: 'Kettle', body: 'Hot.' });
    expect(splitTitle('😀'.repeat(100))).toEqual({ title: null, body: '😀'.repeat(100) });
  });

  it('loses no word when cut', () => {
    const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const sentence = fc
      .array(fc.constantFrom('I', 'kettle', 'Mr.', 'it', 'the', '3.5', '“Oh.”', '(so', 'far)', 'and', 'a,'), {
        minLength: 1,
        maxLength: 12,
      })
      .map((parts) => `${parts.join(' ')}.`);
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 4, maxLength: 12 }), (sentences) => {
        const line = sentences.join(' ');
        const { title, body } = splitTitle(`${line}\n\nMore.`);
        const [all, left] = [words(line), words(body.replace(/(?:\n\n)?More\.$/, ''))];
        if (left.length < all.length) expect([...words(title!), ...left]).toEqual(all);
        else expect(left).toEqual(all);
      }),
    );
  });
});

it('an underline is removed with its title', () => {
  expect(splitTitle('Kettle\n======\nHot.')).toEqual({ title: 'Kettle', body: 'Hot.' });
});

it('a title repeated in the text is removed, on its own line or at the start of a paragraph', () => {
  expect(withoutTitle('# Kettle\n\nHot.', 'Kettle')).toBe('Hot.');
  expect(withoutTitle(`I am a kettle. It is hot, ${LONG}`, 'I am a kettle')).toBe(`It is hot, ${LONG}`);
  expect(withoutTitle('# Kettle\n\nHot.', 'Pot')).toBe('# Kettle\n\nHot.');
});
