import { describe, expect, it } from 'vitest';
import { type DocumentSource, SourceFault, type SourceItem } from '../../../../src/blog/import/post-source.ts';
import { csvTable, jsonLines, jsonList } from '../../../../src/blog/import/tables/rows.ts';

async function* inPieces(text: string, characters: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += characters) yield text.slice(at, at + characters);
}

async function itemsOf(source: DocumentSource, name: string, text: string, pieces = 7): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  for await (const item of source.read(inPieces(text, pieces), name)) items.push(item);
  return items;
}

/** '2020-01-01 | Title | text | tags', without what is not there; 'draft', and why something stays out. */
function shown(item: SourceItem): string {
  if ('leftOut' in item) return `${item.where}: ${item.leftOut}`;
  const { date, title, tags, draft } = item;
  const parts = [date, title, item.markdown(), tags.length > 0 ? `#${tags.join(' #')}` : null, draft ? 'draft' : null];
  return parts.filter((part) => part !== null).join(' | ');
}

type Case = readonly [what: string, name: string, text: string, ...posts: string[]];

const lines = (...all: string[]) => `${all.join('\n')}\n`;

const tables: readonly Case[] = [
  [
    'quotes by the rules',
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
    'a mark of inches',
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
    'quotes within quotes that nobody doubled',
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
    'a quote that nobody closes',
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
    'a quote within a row that is never closed',
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
  ['a mark and Windows lines', 'a.csv', '\uFEFFtext,date\r\nOne,2020-01-01\r\n', '2020-01-01 | One'],
  [
    'lines of an old Mac',
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
    'one column of an unknown name',
    'a.csv',
    lines('thoughts', 'One fine day, we sailed far out', 'Another day at home by the fire'),
    'One fine day, we sailed far out',
    'Another day at home by the fire',
  ],
  [
    'commas that nobody quoted, in the last column',
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
    'two columns of a name',
    'a.csv',
    lines('text,text,date', ',One,2020-01-01', 'Two,Three,2020-01-02'),
    '2020-01-01 | One',
    '2020-01-02 | Two',
  ],
  ['an unnamed column', 'a.csv', lines(',title,text', '0,A,One', '1,B,Two'), 'A | One', 'B | Two'],
  ['Body (text)', 'a.csv', lines('ID,Body (text),Created At', '17,One,2020-01-01'), '2020-01-01 | One'],
  ['full_text', 'a.csv', lines('id,created_at,full_text', '1,2020-01-01,One'), '2020-01-01 | One'],
  [
    'post_content',
    'a.csv',
    lines(
      'ID,post_date,post_title,post_content,post_status,post_type',
      '1,2020-01-01,A,One,publish,post',
      '2,2020-01-02,B,Two,draft,post',
      '3,2020-01-03,C,Three,publish,page',
      '4,2020-01-03,C,Three,inherit,revision',
    ),
    '2020-01-01 | A | One',
    '2020-01-02 | B | Two | draft',
    'line 4: page',
    'line 5: other type',
  ],
  ['Content', 'a.csv', lines('Content,PublishedAt', 'One,2020-01-01'), '2020-01-01 | One'],
  ['caption', 'a.csv', lines('media_id,caption', '17,One'), 'One'],
  ['message', 'a.csv', lines('Message ID,Subject,Message', '17,A,One'), 'A | One'],
  ['names in Spanish', 'a.csv', lines('Título,Contenido,Fecha', 'A,Uno,2020-01-01'), '2020-01-01 | A | Uno'],
  [
    'names in Japanese',
    'a.csv',
    lines('タイトル,本文,日付', 'A,海へ行った。,2020-01-01'),
    '2020-01-01 | A | 海へ行った。',
  ],
  [
    'names that are not known',
    'a.csv',
    lines('nr,kesz,szoveg', '17,2020-01-01,We went out to sea', '18,2020-01-02,It rained'),
    '2020-01-01 | We went out to sea',
    '2020-01-02 | It rained',
  ],
  ['only titles', 'a.csv', lines('id,title', '1,The long way home'), 'The long way home'],
  ['seconds', 'a.csv', lines('date,text', '1552204800,One'), '2019-03-10T08:00:00Z | One'],
  ['milliseconds', 'a.csv', lines('date,text', '1552204800123,One'), '2019-03-10T08:00:00Z | One'],
  ['microseconds', 'a.csv', lines('timestamp,text', '1552204800123456,One'), '2019-03-10T08:00:00Z | One'],
  ['seconds with a fraction', 'a.csv', lines('created_utc,text', '1552204800.0,One'), '2019-03-10T08:00:00Z | One'],
  [
    'days of a spreadsheet',
    'a.csv',
    lines('date,text', '43534,One', '43534.5,Two'),
    '2019-03-10 | One',
    '2019-03-10T12:00:00 | Two',
  ],
  ['a day without marks', 'a.csv', lines('date,text', '20190310,One'), '2019-03-10 | One'],
  [
    'published, which says whether or when',
    'a.csv',
    lines('text,published,created_at', 'One,true,2020-01-01', 'Two,false,2020-01-02'),
    '2020-01-01 | One',
    '2020-01-02 | Two | draft',
  ],
  [
    'nothing, as databases write it',
    'a.csv',
    lines('title,text,date', String.raw`\N,One,\N`, 'NULL,Two,NULL'),
    'One',
    'Two',
  ],
  [
    'tags in several ways',
    'a.csv',
    lines('text,tags', 'One,"a, b"', 'Two,a;b', 'Three,"[""a"", ""b""]"'),
    'One | #a #b',
    'Two | #a #b',
    'Three | #a #b',
  ],
  [
    'line breaks of Write.as',
    'a.csv',
    lines(
      'id,slug,blog,url,created,title,body',
      String.raw`a1,one,b,https://b.example/one,2020-01-01T10:00:00Z,A,One.\n\nTwo.`,
    ),
    '2020-01-01T10:00:00Z | A | One.\n\nTwo.',
  ],
  ['HTML in a column of its own', 'a.csv', lines('title,html', 'A,<p>One <b>two</b></p>'), 'A | One **two**'],
];

const records: readonly Case[] = [
  [
    'objects and texts',
    'a.jsonl',
    lines('{"text":"One"}', '"Two"', '', '[1]', '7'),
    'One',
    'Two',
    'line 4, item 1: broken',
    'line 5: broken',
  ],
  ['seconds', 'a.jsonl', '{"date": 1552204800, "text": "One"}', '2019-03-10T08:00:00Z | One'],
  [
    'milliseconds of a database',
    'a.jsonl',
    '{"createdAt": {"$date": {"$numberLong": "1552204800000"}}, "text": "One"}',
    '2019-03-10T08:00:00Z | One',
  ],
  ['a record within a record', 'a.jsonl', '{"id": 1, "post": {"title": "A", "body": "One"}}', 'A | One'],
  ['a record deep within', 'a.jsonl', '{"hits": {"x": {"_source": {"title": "A", "content": "One"}}}}', 'A | One'],
  [
    'data beside the text',
    'a.jsonl',
    '{"frontmatter": {"title": "A", "date": "2020-01-01", "tags": ["a"]}, "content": "One"}',
    '2020-01-01 | A | One | #a',
  ],
  ['a person beside the text', 'a.jsonl', '{"full_text": "One", "user": {"name": "Ann", "description": "Me"}}', 'One'],
  ['names that are not known', 'a.jsonl', '{"id": "ab", "when": "2020-01-01", "words": "One day"}', 'One day'],
  ['lines of an old Mac', 'a.jsonl', '{"text":"One"}\r{"text":"Two"}\r', 'One', 'Two'],
  ['lines of Windows', 'a.jsonl', '{"text":"One"}\r\n{"text":\r\n{"text":"Two"}\r\n', 'One', 'line 2: broken', 'Two'],
  ['marks before records', 'a.jsonl', '\u001e{"text":"One"}\n\u001e{"text":"Two"}\n', 'One', 'Two'],
  ['commas behind lines', 'a.jsonl', '{"text":"One"},\n{"text":"Two"}\n', 'One', 'Two'],
  ['a list in a .jsonl', 'a.jsonl', '[\n{"text":"One"},\n{"text":"Two"}\n]\n', 'One', 'Two'],
  ['a list on one line', 'a.jsonl', '[{"text":"One"},{"text":"Two"}]', 'One', 'Two'],
  ['records on several lines', 'a.jsonl', '{\n  "text": "One"\n}\n{\n  "text": "Two"\n}\n', 'One', 'Two'],
  [
    'a list in a .json',
    'a.json',
    '[{"text": "a ] } \\" [ b"}, {"text": "Two"}, "Three", null]',
    'a ] } " [ b',
    'Two',
    'Three',
    'line 1: broken',
  ],
  ['a broken record of a list', 'a.json', '[{"text": One}, {"text": "Two"}]', 'line 1: broken', 'Two'],
  ['a list that is cut off', 'a.json', '[{"text": "One"},\n{"text": "Tw', 'One', 'line 2: broken'],
  ['records one after another', 'a.json', '{"text": "One"}{"text": "Two"}\n{\n"text": "Three"}', 'One', 'Two', 'Three'],
  [
    'a list under a key',
    'a.json',
    '{"total": 2, "posts": [{"title": "A", "body": "One"}, {"title": "B", "body": "Two"}]}',
    'A | One',
    'B | Two',
  ],
  ['a list under two keys', 'a.json', '{"data": {"posts": [{"body": "One"}]}}', 'One'],
  ['one post', 'a.json', '{"title": "A", "body": "One"}', 'A | One'],
  ['paragraphs in a list', 'a.json', '{"title": "A", "body": ["One", "Two"]}', 'A | One\n\nTwo'],
  [
    "WordPress' answers",
    'a.json',
    '[{"date": "2020-01-01T10:00:00", "slug": "a", "status": "publish", "type": "post", "title": {"rendered": "A &amp; b"}, "content": {"rendered": "<p>One <em>two</em></p>", "protected": false}}]',
    '2020-01-01T10:00:00 | A & b | One *two*',
  ],
  [
    'tags that are objects',
    'a.json',
    '[{"text": "One", "tags": [{"name": "a"}, {"label": "b"}, "c"]}]',
    'One | #a #b #c',
  ],
  [
    'a status',
    'a.json',
    '[{"text": "One", "status": "draft"}, {"text": "Two", "public": false}, {"text": "Three", "published": false}]',
    'One | draft',
    'Two | draft',
    'Three | draft',
  ],
  ['no text at all', 'a.json', '{"version": 1, "on": true}', 'line 1: empty'],
  [
    'an archive of tweets',
    'tweets.js',
    'window.YTD.tweets.part0 = [ {\n"tweet": {"id": "1", "created_at": "2020-01-01", "full_text": "One"}} ]',
    '2020-01-01 | One',
  ],
];

describe('tables', () => {
  it.each(tables)('%s', async (_, name, text, ...posts) => {
    for (const pieces of [1, 7, 1000]) {
      expect((await itemsOf(csvTable, name, text, pieces)).map(shown)).toEqual(posts);
    }
  });
});

describe('records', () => {
  it.each(records)('%s', async (_, name, text, ...posts) => {
    const source = [jsonLines, jsonList].find((candidate) => candidate.recognise(name, text))!;
    for (const pieces of [1, 7, 1000]) {
      expect((await itemsOf(source, name, text, pieces)).map(shown)).toEqual(posts);
    }
  });
});

describe('a quotation mark that nothing closes', () => {
  it.each([
    ['in a text that is cut off', lines('title,text', 'A,One', 'B,"Two', 'three and'), 3],
    ['in the only column', lines('text', 'One', '"Two', 'three'), 3],
  ])('%s', async (_, text, line) => {
    const fault = await itemsOf(csvTable, 'a.csv', text).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(SourceFault);
    expect((fault as SourceFault).message).toBe(
      `a.csv, line ${line}: it is no table: a quotation mark opens a cell here and none closes it.`,
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
    ['spaces behind quotes', 'a,b\n'.concat('" '.repeat(million / 2))],
    ['a quote before spaces', `a,b\n"${' '.repeat(million)}`],
    ['spaces', `a,b\n${' '.repeat(million)}x`],
    ['backslashes', `a,b\n"x\\"y${'\\'.repeat(million)}`],
    ['commas', ','.repeat(million)],
    ['lines', 'text\n'.concat('a\n'.repeat(million / 2))],
  ])('%s', { timeout: 30_000 }, async (_, text) => {
    const read = await itemsOf(csvTable, 'a.csv', text, 2 ** 16).catch((error: unknown) => error);
    expect(Array.isArray(read) || read instanceof SourceFault).toBe(true);
  });

  it.each([
    ['open brackets', '['.repeat(million)],
    ['open braces', '{'.repeat(million)],
    ['open texts', '{"'.repeat(million / 2)],
    ['one line', `{"text": "${'a'.repeat(million)}"}`],
    ['commas', ','.repeat(million)],
    ['numbers', '[1'.concat(',1'.repeat(million / 2))],
  ])('%s', { timeout: 30_000 }, async (_, text) => {
    for (const source of [jsonLines, jsonList]) {
      expect(Array.isArray(await itemsOf(source, 'a.json', text, 2 ** 16))).toBe(true);
    }
  });
});
