import { describe, expect, it } from 'vitest';
import { isClosed } from '../../../src/blog/language/open-marks.ts';
import { endsUnmarked, firstSentence, lastSentenceEnd } from '../../../src/blog/language/sentences.ts';

describe('the first sentence', () => {
  it.each([
    ['It is hot. It is cold.', 'It is hot.'],
    ['Hot?! Yes.', 'Hot?!'],
    ['“Oh?” she said. “Yes.”', '“Oh?” she said.'],
    ['He said “Go. Now.” Then he went.', 'He said “Go. Now.”'],
    ['(It is. Hot.) Cold.', '(It is. Hot.)'],
    ['Mrs. Gusset of the U.S. Navy left. She did.', 'Mrs. Gusset of the U.S. Navy left.'],
    ['1. It is hot. It is cold.', '1. It is hot.'],
    ['In 2014. Then.', 'In 2014.'],
    ['Wait... it goes on. Yes.', 'Wait... it goes on.'],
    ['Two.  Spaces.', 'Two.'],
    ['two.  small', 'two.  small'],
    ['It took 3.5 hours. Then', 'It took 3.5 hours.'],
    ['Tins, e.g. Beans, vs. Peas. Then', 'Tins, e.g. Beans, vs. Peas.'],
    ['Gen. Pargeter and Sen. Gusset met. Then', 'Gen. Pargeter and Sen. Gusset met.'],
    ['See No. 5, Fig. 3, pp. 12 ff. Then', 'See No. 5, Fig. 3, pp. 12 ff.'],
    ['The answer is no. Then', 'The answer is no.'],
    ['I asked A. B. Pargeter, Ph.D. He knew.', 'I asked A. B. Pargeter, Ph.D. He knew.'],
    ['I use example.org. Then', 'I use example.org.'],
    ['It is **hot.** Cold.', 'It is **hot.**'],
    ['Wait… And then. Yes.', 'Wait…'],
    ['... It is. Hot.', '... It is.'],
    ['Really‽ Yes.', 'Really‽'],
    ['„Geh. Jetzt.“ Dann ging er.', '„Geh. Jetzt.“'],
    ['»Geh. Jetzt.« Dann ging er.', '»Geh. Jetzt.«'],
    ['«Va. Vite.» Puis il partit.', '«Va. Vite.»'],
    ['„Idź. Już.” Poszedł.', '„Idź. Już.”'],
    ['Am 3. Mai kam z. B. Tee. Dann', 'Am 3. Mai kam z. B. Tee.'],
    ['M. Dupont est là. Il dort.', 'M. Dupont est là.'],
    ['¿Qué tal? Bien.', '¿Qué tal?'],
    ['Он из г. Москва. Да.', 'Он из г. Москва.'],
    ['А. С. Пушкин писал. Да.', 'А. С. Пушкин писал.'],
    ['Τι κάνεις; Καλά.', 'Τι κάνεις;'],
    ['Tea; Coffee. Then', 'Tea; Coffee.'],
    ['كيف حالك؟ بخير.', 'كيف حالك؟'],
    ['یہ چائے ہے۔ گرم ہے۔', 'یہ چائے ہے۔'],
    ['यह चाय है। गरम है।', 'यह चाय है।'],
    ['Սա թեյ է։ Տաք է։', 'Սա թեյ է։'],
    ['ይህ ሻይ ነው። ትኩስ ነው።', 'ይህ ሻይ ነው።'],
    ['នេះជាតែ។ ក្តៅ។', 'នេះជាតែ។'],
    ['庭です。猫です。', '庭です。'],
    ['「庭です。」猫です。', '「庭です。」'],
    ['「庭です。」と言った。猫です。', '「庭です。」と言った。'],
    ['好き！でも。', '好き！'],
    ['好き!でも。', '好き!'],
    ['約３．５時間です．次です．', '約３．５時間です．'],
    ['我……不知道。好。', '我……不知道。'],
    ['他问：“去吗？”我说。好。', '他问：“去吗？”'],
    ['ﾈｺです｡ｲﾇです｡', 'ﾈｺです｡'],
    ['ชาร้อน กาแฟเย็น', 'ชาร้อน กาแฟเย็น'],
    ['no end', 'no end'],
    ['', ''],
  ])('of %j is %j', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });
});

describe('the last finished sentence', () => {
  it.each([
    ['It is hot. It is', 'It is hot.'],
    ['it is hot. it is', 'it is hot.'],
    ['He said “go. Then he', 'He said “go.'],
    ['It is hot. I met Dr. Gusset and', 'It is hot.'],
    ['It is hot, e.g. in', ''],
    ['Wait... and', 'Wait...'],
    ['1. Tea', ''],
    ['Hot.\n2. Tea', 'Hot.'],
    ['On the U.S.', 'On the U.S.'],
    ['猫です。犬', '猫です。'],
    ['यह चाय है। गरम', 'यह चाय है।'],
    ['ชาร้อน กาแฟ', 'ชาร้อน'],
    ['no end', ''],
  ])('of %j', (text, finished) => {
    expect(text.slice(0, lastSentenceEnd(text))).toBe(finished);
  });

  it('is found in time proportional to the text', () => {
    for (const kind of ['.', 'a. ', '(a. ', '" a. ', '! ', '。」と', '1. \n', '> 1.', ' ', '…', 'ก ']) {
      const text = kind.repeat(300_000 / kind.length);
      expect(lastSentenceEnd(`${text}x`)).toBeLessThanOrEqual(text.length);
      firstSentence(`"${text}x`);
    }
  }, 15_000);
});

it('cannot be determined in Thai', () => {
  expect([endsUnmarked('ชาร้อน\n'), endsUnmarked('tea'), endsUnmarked('')]).toEqual([true, false, false]);
});

it.each([
  ['A (b) “c” «d» "e" 「f」', true],
  ['A (b', false],
  ['A “b', false],
  ['„Deutsch“ »auch« „po polsku”', true],
  ['„Deutsch', false],
  ['»Deutsch', false],
  ['（猫', false],
  ['a) b', true],
])('%j closes what it opens: %s', (text, closed) => {
  expect(isClosed(text)).toBe(closed);
});
