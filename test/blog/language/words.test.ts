import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, lengthInLetters, placedWordsOf, wholeWords, wordsOf } from '../../../src/blog/language/words.ts';

describe('the words of a text', () => {
  it.each<[string, string]>([
    // English
    ['The kettle isn’t hot.', 'The|kettle|isn’t|hot'],
    ["don't, rock 'n' roll", "don't|rock|n|roll"],
    ['a well-known non‑breaking mother-in-law', 'a|well-known|non‑breaking|mother-in-law'],
    ['word--word – word—word', 'word|word|word|word'],
    ['and/or 1/2 10:30 1914–1918', 'and|or|1|2|10|30|1914|1918'],
    ['3.5 1,000 1,000,000.50 1, 2', '3.5|1,000|1,000,000.50|1|2'],
    ['e.g. the U.S. at 9 a.m. Then', 'e.g|the|U.S|at|9|a.m|Then'],
    ['wait...what? One.\nTwo', 'wait|what|One|Two'],
    ['50% of $5 & C++', '50|of|5|C'],
    ['snake_case __init__ foo.bar() _so_', 'snake_case|init|foo.bar|so'],
    ['See https://example.org/a-b/c?d=e&f#g.', 'See|https://example.org/a-b/c?d=e&f#g'],
    ['[tea](https://example.org/tea) www.example.org/x.', 'tea|https://example.org/tea|www.example.org/x'],
    ['ann@example.org @ann #tea', 'ann@example.org|ann|tea'],
    ['🎉 🇩🇪 ⭐️ — … !', ''],
    ['soft\u00adhyphen', 'soft\u00adhyphen'],
    ['', ''],
    // Other scripts with spaces
    ['L’été, café and re\u0301sume\u0301', 'L’été|café|and|re\u0301sume\u0301'],
    ['Straße über Flüsse', 'Straße|über|Flüsse'],
    ['col·laborar ʻokina Hawaiʻi', 'col·laborar|ʻokina|Hawaiʻi'],
    ['Объём чая — 3,5 л; кто-то об’єкт', 'Объём|чая|3,5|л|кто-то|об’єкт'],
    ['Γειά σου Κόσμε', 'Γειά|σου|Κόσμε'],
    ['हिन्दी में लिखा।', 'हिन्दी|में|लिखा'],
    ['مَرْحَبًا بالعالم ٣٫٥', 'مَرْحَبًا|بالعالم|٣٫٥'],
    ['می\u200cخواهم چای', 'می\u200cخواهم|چای'],
    ['צה"ל שָׁלוֹם', 'צה"ל|שָׁלוֹם'],
    ['안녕하세요 세계', '안녕하세요|세계'],
    ['தமிழ் மொழி', 'தமிழ்|மொழி'],
    ['Đường phố Hà Nội', 'Đường|phố|Hà|Nội'],
    // Scripts without spaces
    ['吾輩は猫である。', '吾輩|は|猫|で|ある'],
    ['GPT-2は3.5秒で', 'GPT-2|は|3.5|秒|で'],
    ['2024年10月3日', '2024|年|10|月|3|日'],
    ['パーティー、カ\u3099', 'パーティー|カ\u3099'],
    ['ジョン・スミス', 'ジョン|スミス'],
    ['我喜欢喝茶。', '我|喜欢|喝茶'],
    ['詳しくはhttps://example.org/aをご覧', '詳|しく|は|https://example.org/a|を|ご覧'],
    ['ภาษาไทยไม่มีช่องว่าง', 'ภาษา|ไทย|ไม่มี|ช่อง|ว่าง'],
    ['ปี ๒๕๖๗ ราคา ๑,๐๐๐', 'ปี|๒๕๖๗|ราคา|๑,๐๐๐'],
    ['ພາສາລາວ', 'ພາສາ|ລາວ'],
    ['𠮷野家', '𠮷|野家'],
  ])('of %j', (text, words) => {
    expect(wordsOf(text).join('|')).toBe(words);
    expect(countWords(text)).toBe(wordsOf(text).length);
  });

  it('have their positions in a text of any length', () => {
    for (const text of [
      '猫が好き, isn’t it? ๒๕ ไทย',
      '吾輩は猫である'.repeat(500),
      'ภาษาไทยไม่มีช่องว่าง'.repeat(300),
      '𠮷'.repeat(2000),
    ]) {
      const placed = placedWordsOf(text);
      expect(placed.map(({ word, index }) => text.slice(index, index + word.length))).toEqual(wordsOf(text));
      expect(wordsOf(text).some((word) => /\p{Cs}/u.test(word))).toBe(false);
    }
    expect(countWords('吾輩は猫である。'.repeat(500))).toBe(2500);
    // A run without marks is divided like its parts.
    expect(countWords('ภาษาไทยไม่มีช่องว่าง'.repeat(300))).toBe(1500);
  });

  it('match the segmenter on letters, spaces and marks', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
    const part = fc.constantFrom(
      'a',
      'Éa',
      'e\u0301',
      '3',
      '.',
      ',',
      ' ',
      '_',
      '’',
      '猫',
      'が好き',
      'ไทย',
      'да',
      '한국',
      '!',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        // The segmenter has special rules for two marks in a row, and for _ and numbers next to other letters.
        fc.pre(
          !/[._’,]{2}|[_’.,]$|^[_’.,]|[_’.,][\s!]|[\s!][_’.,]|[^a-z3][_.,’]|[_.,’][^a-z3]|\p{L},|,\p{L}|[\d].?[a-zé]|[a-z][.’]\d|\d[’.]/iu.test(
            text,
          ),
        );
        fc.pre(
          !/[\p{sc=Han}\p{sc=Hira}\p{sc=Thai}\p{sc=Hang}][^\s!]|[^\s!][\p{sc=Han}\p{sc=Thai}\p{sc=Hang}]/u.test(text),
        );
        const words = [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
        expect(wordsOf(text)).toEqual(words);
      }),
    );
  });

  it('are found in time proportional to the text', () => {
    const kinds = ['の', 'ไทย', '_', 'a__', '1,', 'https://(', 'e\u0301', '龘', 'A.', "a'", '-'];
    for (const kind of kinds) countWords(kind.repeat(200_000 / kind.length));
  }, 15_000);
});

it.each([
  ['猫', 3],
  ['好き', 4],
  ['です', 2],
  ['tea', 3],
])('%s is as long as %d letters', (word, letters) => {
  expect(lengthInLetters(word)).toBe(letters);
});

it.each([
  ['one two', 7, 'one two'],
  ['one two', 6, 'one'],
  ['one two', 3, 'one'],
  ['one two', 2, ''],
  ['well-known', 6, ''],
  ["don't stop", 4, ''],
  ['one  two', 4, 'one'],
  ['猫が好きです', 3, '猫が'],
  ['GPT2は猫が好き', 5, 'GPT2は'],
  ['ภาษาไทยไม่มี', 9, 'ภาษาไทย'],
  ['a 😀😀', 4, 'a'],
])('%j cut to whole words within %d characters is %j', (text, most, words) => {
  expect(wholeWords(text, most)).toBe(words);
});
