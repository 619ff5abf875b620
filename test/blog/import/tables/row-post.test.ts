import { describe, expect, it } from 'vitest';
import { csvTable } from '../../../../src/blog/import/tables/rows.ts';
import { type Case, itemsOf, lines, shown } from './rows-of.ts';

const tables: readonly Case[] = [
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
    'unknown names',
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
  ['a date without separators', 'a.csv', lines('date,text', '20190310,One'), '2019-03-10 | One'],
  [
    'published as a flag or a date',
    'a.csv',
    lines('text,published,created_at', 'One,true,2020-01-01', 'Two,false,2020-01-02'),
    '2020-01-01 | One',
    '2020-01-02 | Two | draft',
  ],
  [
    'empty values as databases write them',
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
    'line breaks from Write.as',
    'a.csv',
    lines(
      'id,slug,blog,url,created,title,body',
      String.raw`a1,one,b,https://b.example/one,2020-01-01T10:00:00Z,A,One.\n\nTwo.`,
    ),
    '2020-01-01T10:00:00Z | A | One.\n\nTwo.',
  ],
  ['HTML in a column of its own', 'a.csv', lines('title,html', 'A,<p>One <b>two</b></p>'), 'A | One **two**'],
];

describe('the columns of a table', () => {
  it.each(tables)('%s', async (_, name, text, ...posts) => {
    for (const pieces of [1, 7, 1000]) {
      expect((await itemsOf(csvTable, name, text, pieces)).map(shown)).toEqual(posts);
    }
  });
});
