import { describe, expect, it } from 'vitest';
import { jsonLines, jsonList } from '../../../../src/blog/import/tables/rows.ts';
import { type Case, itemsOf, lines, shown } from './rows-of.ts';

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
  ['a deeply nested record', 'a.jsonl', '{"hits": {"x": {"_source": {"title": "A", "content": "One"}}}}', 'A | One'],
  [
    'data next to the text',
    'a.jsonl',
    '{"frontmatter": {"title": "A", "date": "2020-01-01", "tags": ["a"]}, "content": "One"}',
    '2020-01-01 | A | One | #a',
  ],
  ['a person next to the text', 'a.jsonl', '{"full_text": "One", "user": {"name": "Ann", "description": "Me"}}', 'One'],
  ['unknown names', 'a.jsonl', '{"id": "ab", "when": "2020-01-01", "words": "One day"}', 'One day'],
  ['line ends of an old Mac', 'a.jsonl', '{"text":"One"}\r{"text":"Two"}\r', 'One', 'Two'],
  ['Windows line ends', 'a.jsonl', '{"text":"One"}\r\n{"text":\r\n{"text":"Two"}\r\n', 'One', 'line 2: broken', 'Two'],
  ['marks before records', 'a.jsonl', '\u001e{"text":"One"}\n\u001e{"text":"Two"}\n', 'One', 'Two'],
  ['commas after lines', 'a.jsonl', '{"text":"One"},\n{"text":"Two"}\n', 'One', 'Two'],
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
  ['a truncated list', 'a.json', '[{"text": "One"},\n{"text": "Tw', 'One', 'line 2: broken'],
  ['consecutive records', 'a.json', '{"text": "One"}{"text": "Two"}\n{\n"text": "Three"}', 'One', 'Two', 'Three'],
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

describe('records', () => {
  it.each(records)('%s', async (_, name, text, ...posts) => {
    const source = [jsonLines, jsonList].find((candidate) => candidate.recognise(name, text))!;
    for (const pieces of [1, 7, 1000]) {
      expect((await itemsOf(source, name, text, pieces)).map(shown)).toEqual(posts);
    }
  });
});

describe('a million characters', () => {
  const million = 1_000_000;
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
