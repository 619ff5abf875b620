import { describe, expect, it } from 'vitest';
import { SourceFault } from '../../../../src/blog/import/post-source.ts';
import { csvTable } from '../../../../src/blog/import/tables/rows.ts';
import { type Case, itemsOf, lines, shown } from './rows-of.ts';

const tables: readonly Case[] = [
  [
    'standard quotes',
    'a.csv',
    lines('text,date', '"One, ""two"", three",2020-01-01'),
    '2020-01-01 | One, "two", three',
  ],
  ['a line break in quotes', 'a.csv', 'text,date\r\n"One\r\ntwo",2020-01-01\r\n', '2020-01-01 | One\ntwo'],
  [
    'a quote in the middle',
    'a.csv',
    lines('text,date', 'A second "quoted" word,2020-01-03', 'Plain,2020-01-04'),
    '2020-01-03 | A second "quoted" word',
    '2020-01-04 | Plain',
  ],
  [
    'an inch mark',
    'a.tsv',
    lines('text\tdate', 'It rained 5" that night, and no more\t2020-01-01', 'Plain\t2020-01-02'),
    '2020-01-01 | It rained 5" that night, and no more',
    '2020-01-02 | Plain',
  ],
  [
    'a quoted word at the start',
    'a.csv',
    lines('text,date', '"A" is a letter,2020-01-01', 'Next,2020-01-02'),
    '2020-01-01 | "A" is a letter',
    '2020-01-02 | Next',
  ],
  [
    'a quoted word at the end',
    'a.csv',
    lines('text,date', 'She said "so",2020-01-01', 'Next,2020-01-02'),
    '2020-01-01 | She said "so"',
    '2020-01-02 | Next',
  ],
  [
    'quotes within quotes, not doubled',
    'a.csv',
    lines('text,date', '"He said "hi" and left, so",2020-01-01', 'Next,2020-01-02'),
    '2020-01-01 | He said "hi" and left, so',
    '2020-01-02 | Next',
  ],
  [
    'the same at the end of the cell',
    'a.csv',
    lines('text,date', '"He said "hi"",2020-01-01', 'Next,2020-01-02'),
    '2020-01-01 | He said "hi"',
    '2020-01-02 | Next',
  ],
  [
    'an unclosed quote',
    'a.csv',
    lines('text,date', '"Never closed,2020-01-01', 'Next,2020-01-02'),
    '2020-01-01 | "Never closed',
    '2020-01-02 | Next',
  ],
  [
    'the same above a quoted cell',
    'a.csv',
    lines('text,date', '"Never closed,2020-01-01', '"Next, quoted",2020-01-02'),
    '2020-01-01 | "Never closed',
    '2020-01-02 | Next, quoted',
  ],
  [
    'an unclosed quote within a row',
    'a.csv',
    lines('date,text', '2020-01-01,"Never closed', '2020-01-02,Next'),
    '2020-01-01 | "Never closed',
    '2020-01-02 | Next',
  ],
  [
    'white space around quotes',
    'a.csv',
    lines('date, text , tags', '2020-01-01, "One, two" , "a, b"'),
    '2020-01-01 | One, two | #a #b',
  ],
  [
    'backslashes before quotes',
    'a.csv',
    lines('text,date', String.raw`"He said \"hi\", so",2020-01-01`),
    '2020-01-01 | He said "hi", so',
  ],
  [
    'a backslash at the end of a cell',
    'a.csv',
    lines('text,date', String.raw`"In C:\",2020-01-01`, 'Next,2020-01-02'),
    String.raw`2020-01-01 | In C:\ `.trim(),
    '2020-01-02 | Next',
  ],
  ['an empty cell in quotes', 'a.csv', lines('title,text,date', '"","One",""'), 'One'],
  ["Excel's line", 'a.csv', 'sep=;\r\ntext;date\r\nOne, two;2020-01-01\r\n', '2020-01-01 | One, two'],
  [
    "Excel's line for tabs, with a mark",
    'a.csv',
    '\uFEFFsep=\t\r\ntext\tdate\r\nOne\t2020-01-01\r\n',
    '2020-01-01 | One',
  ],
  [
    'semicolons',
    'a.csv',
    lines('Titel;Inhalt;Datum', 'Eins;"Zwei; drei, vier";2020-01-01'),
    '2020-01-01 | Eins | Zwei; drei, vier',
  ],
  [
    'semicolons below a name with a comma',
    'a.csv',
    lines('"Title, or none";Body;Date', 'A;B, c, d;2020-01-01'),
    '2020-01-01 | B, c, d',
  ],
  ['bars', 'a.csv', lines('title|body|date', 'A|B, c|2020-01-01'), '2020-01-01 | A | B, c'],
  ['tabs in a .csv', 'a.csv', lines('title\tbody', 'A\tB, c'), 'A | B, c'],
  [
    'line breaks of a spreadsheet in a .tsv',
    'a.tsv',
    'text\tdate\r\n"One\n\nsaid ""two"""\t2020-01-01\r\n',
    '2020-01-01 | One\n\nsaid "two"',
  ],
  [
    'a cell of a .tsv that begins with a quote',
    'a.tsv',
    lines('text\tdate', '"Stop" is a word\t2020-01-01', '"Go', 'on" he said\t2020-01-02'),
    '2020-01-01 | "Stop" is a word',
    '"Go',
    '2020-01-02 | on" he said',
  ],
  ['a quoted title in a .tsv', 'a.tsv', lines('title\ttext', '"Heroes"\tA song'), '"Heroes" | A song'],
  ['a .tsv in quotes throughout', 'a.tsv', lines('"title"\t"text"', '"Heroes"\t"A song"'), 'Heroes | A song'],
  ['commas in a .tsv without tabs', 'a.tsv', lines('text', 'One, two, three'), 'One, two, three'],
  ['a byte order mark and Windows line ends', 'a.csv', '\uFEFFtext,date\r\nOne,2020-01-01\r\n', '2020-01-01 | One'],
  [
    'line ends of an old Mac',
    'a.csv',
    'text,date\rOne,2020-01-01\rTwo,2020-01-02\r',
    '2020-01-01 | One',
    '2020-01-02 | Two',
  ],
  ['a last line without a break', 'a.csv', 'text,date\nOne,2020-01-01', '2020-01-01 | One'],
  ['empty lines', 'a.csv', '\n\ntext,date\n\nOne,2020-01-01\n,,\n\n', '2020-01-01 | One'],
  [
    'no names',
    'a.csv',
    lines('"A first note of mine about the sea"', '"A second one, about rain"', 'The harbour'),
    'A first note of mine about the sea',
    'A second one, about rain',
    'The harbour',
  ],
  [
    'no names, a date first',
    'a.csv',
    lines('2020-01-01,"The sea, again"', '2020-01-02,Rain'),
    '2020-01-01 | The sea, again',
    '2020-01-02 | Rain',
  ],
  [
    'no names and commas in sentences',
    'a.csv',
    lines('We went out, and saw the sea, all of us.', 'It rained.', 'Well, so it goes.'),
    'We went out, and saw the sea, all of us.',
    'It rained.',
    'Well, so it goes.',
  ],
  ['one column', 'a.csv', lines('text', 'One, two', 'Three'), 'One, two', 'Three'],
  [
    'one column with an unknown name',
    'a.csv',
    lines('thoughts', 'One fine day, we sailed far out', 'Another day at home by the fire'),
    'One fine day, we sailed far out',
    'Another day at home by the fire',
  ],
  [
    'unquoted commas in the last column',
    'a.csv',
    lines('date,text', '2020-01-01,One, two, three', '2020-01-02,Four'),
    '2020-01-01 | One, two, three',
    '2020-01-02 | Four',
  ],
  [
    'the same in another column',
    'a.csv',
    lines('text,date', 'One, two,2020-01-01', 'Four,2020-01-02'),
    'line 2: broken',
    '2020-01-02 | Four',
  ],
  [
    'a row that is too short',
    'a.csv',
    lines('date,title,text', '2020-01-01,A', '2020-01-02,B,Text'),
    'line 2: empty',
    '2020-01-02 | B | Text',
  ],
  ['commas at the end of rows', 'a.csv', lines('text,date,,', 'One,2020-01-01,,'), '2020-01-01 | One'],
  [
    'two columns with the same name',
    'a.csv',
    lines('text,text,date', ',One,2020-01-01', 'Two,Three,2020-01-02'),
    '2020-01-01 | One',
    '2020-01-02 | Two',
  ],
  ['an unnamed column', 'a.csv', lines(',title,text', '0,A,One', '1,B,Two'), 'A | One', 'B | Two'],
];

describe('the cells of a table', () => {
  it.each(tables)('%s', async (_, name, text, ...posts) => {
    for (const pieces of [1, 7, 1000]) {
      expect((await itemsOf(csvTable, name, text, pieces)).map(shown)).toEqual(posts);
    }
  });
});

describe('an unclosed quotation mark', () => {
  it.each([
    ['in a truncated text', lines('title,text', 'A,One', 'B,"Two', 'three and'), 3],
    ['in the only column', lines('text', 'One', '"Two', 'three'), 3],
  ])('%s', async (_, text, line) => {
    const fault = await itemsOf(csvTable, 'a.csv', text).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(SourceFault);
    expect((fault as SourceFault).message).toBe(
      `a.csv, line ${line}: it is not a table: a cell that starts here with a quotation mark never ends.`,
    );
  });
});

describe('a million characters', () => {
  const million = 1_000_000;
  it.each([
    ['quotes', '"'.repeat(million)],
    ['opened cells', 'a,b\n'.concat('"x,'.repeat(million / 3))],
    ['opened lines', 'a,b\n'.concat('"x\n'.repeat(million / 3))],
    ['empty quotes and more', 'a,b\n'.concat('""x\n'.repeat(million / 4))],
    ['spaces after quotes', 'a,b\n'.concat('" '.repeat(million / 2))],
    ['a quote before spaces', `a,b\n"${' '.repeat(million)}`],
    ['spaces', `a,b\n${' '.repeat(million)}x`],
    ['backslashes', `a,b\n"x\\"y${'\\'.repeat(million)}`],
    ['commas', ','.repeat(million)],
    ['lines', 'text\n'.concat('a\n'.repeat(million / 2))],
  ])('%s', { timeout: 30_000 }, async (_, text) => {
    const read = await itemsOf(csvTable, 'a.csv', text, 2 ** 16).catch((error: unknown) => error);
    expect(Array.isArray(read) || read instanceof SourceFault).toBe(true);
  });
});
