import { describe, expect, it } from 'vitest';
import { RepeatFinder } from '../../../src/blog/dedupe/repeats.ts';
import { chooseCategory, learnCategories } from '../../../src/blog/drafts/choose-category.ts';
import { chooseTags, learnTags } from '../../../src/blog/drafts/choose-tags.ts';
import { draftFromText } from '../../../src/blog/drafts/draft.ts';
import { learnForm } from '../../../src/blog/drafts/learn-form.ts';
import { readingMinutes } from '../../../src/blog/drafts/reading-time.ts';
import { splitTitle } from '../../../src/blog/drafts/title.ts';
import { habitViolation, titleHabits } from '../../../src/blog/drafts/title-habits.ts';
import { writeDraft } from '../../../src/blog/drafts/write-draft.ts';
import { DraftJudge } from '../../../src/blog/judging/draft-judge.ts';
import { shortenPassage } from '../../../src/blog/judging/passage-index.ts';
import { countWords } from '../../../src/blog/language/words.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { CorpusTally } from '../../../src/blog/report/corpus-facts.ts';

const tea =
  '朝はいつも緑茶を飲みます。湯を沸かして、茶葉を入れて、三分待ちます。待つ時間も好きです。窓の外では鳥が鳴いています。';
const saw =
  '庭の小屋で古い鋸を使いました。木を切る音が遠くまで響きます。手は痛いですが、棚は立派にできました。隣の人も喜びました。';

const post = (name: string, title: string, more: string, body: string) =>
  readPost(`${name}.md`, `---\ntitle: ${title}\ndate: 2020-01-01\n${more}---\n${body}\n`);
const posts = [
  post('緑茶', '緑茶の話', 'categories: [台所]\ntags: [緑茶, 朝]\n', tea),
  post('鋸', '鋸と棚', 'categories: [小屋]\ntags: [鋸]\n', saw),
];

describe('a Japanese blog', () => {
  it('has the same number of words everywhere', () => {
    const words = countWords(tea);
    expect(words).toBeGreaterThan(25);
    expect(words).toBeLessThan(tea.length);
    expect(DraftJudge.of(posts).judge({ source: '', extension: '.md', body: tea }).shared.words).toBe(words);
    const tally = new CorpusTally();
    tally.add({ path: '', post: posts[0], text: tea }, 1);
    expect(tally.facts.words).toBe(words);
    expect(readingMinutes(tea, 1)).toBe(words);
  });

  it('notices a copied passage', () => {
    const body = `昨日のことです。湯を沸かして、茶葉を入れて、三分待ちます。それから寝ました。`;
    const { longest, passages } = DraftJudge.of(posts).judge({ source: '', extension: '.md', body }).shared;
    expect(longest).toMatchObject({ passage: '湯を沸かして、茶葉を入れて、三分待ちます', source: '緑茶.md' });
    expect(longest!.words).toBe(countWords(longest!.passage));
    expect(passages).toHaveLength(1);
  });

  it('shows the ends of a long passage', () => {
    const long = tea.repeat(3);
    expect(shortenPassage(tea.slice(0, 13))).toBe(tea.slice(0, 13));
    const [first, last] = shortenPassage(long).split(' … ');
    expect([long.startsWith(first), long.endsWith(last)]).toEqual([true, true]);
    expect([countWords(first), countWords(last)]).toEqual([20, 10]);
  });

  it('finds near-duplicates', () => {
    const finder = new RepeatFinder();
    const long = tea + saw;
    for (const text of [long, long.replace('三分', '四分'), saw]) finder.add(text, text, null);
    expect([...finder.repeats({ near: true }).keys()]).toEqual([1]);
  });

  it('gives titles, tags and categories to drafts', () => {
    expect(splitTitle('庭の話です。猫です。\n\n続き。')).toEqual({
      title: '庭の話です。',
      body: '猫です。\n\n続き。',
    });
    const habits = titleHabits(posts.flatMap(({ title }) => title ?? []));
    expect(habitViolation('鳥と窓の話', habits)).toBeNull();
    expect(habitViolation('朝はいつも緑茶を飲んで、窓の外の鳥を見ています', habits)?.kind).toBe(
      'with a sentence for a title',
    );
    const tags = learnTags(posts);
    expect(chooseTags('毎朝、緑茶を飲む。', tags, [])).toEqual(['緑茶']);
    expect(chooseTags('古い鋸を買いました。朝です。鋸です。', tags, [])).toEqual(['鋸', '朝']);
    expect(chooseCategory('緑茶を飲みます。', learnCategories(posts))).toBe('台所');
    expect(chooseCategory('鋸で木を切る。', learnCategories(posts))).toBe('小屋');
  });

  it('gets a draft with its own file name', () => {
    const draft = draftFromText(`窓と鳥の話\n\n${saw}`, { complete: true });
    if ('reason' in draft) throw new Error(draft.reason);
    const place = { date: new Date('2020-02-03T00:00:00Z'), takenSlugs: new Set<string>() };
    expect(writeDraft(draft, learnForm(posts), place).fileName).toBe('窓と鳥の話.md');
  });
});

it('a Thai draft is kept although it has no full stops', () => {
  const body = 'วันนี้ฉันชงชาในครัว แล้วนั่งมองนกที่หน้าต่าง ฝนตกเบาๆ และบ้านเงียบมาก ฉันชอบเวลาแบบนี้ เพราะได้คิดอะไรช้าๆ และไม่ต้องรีบไปไหน';
  const text = `ชายามเช้า\n\n${body}\n\n${body.replace('วันนี้', 'เมื่อวาน')}`;
  expect(draftFromText(text, { complete: true })).toMatchObject({ title: 'ชายามเช้า', complete: true });
  const cut = draftFromText(`${text} และ`, { complete: false });
  expect(cut).toMatchObject({ body: text.slice(text.indexOf('\n\n') + 2) });
});

it('a tag in a script without spaces is found only at word boundaries', () => {
  const tags = ['東京', 'чай', 'हिन्दी'].map((tag) => ({ tag, posts: 1, everywhere: false }));
  expect(chooseTags('昨日は東京へ。', tags, [])).toEqual(['東京']);
  expect(chooseTags('Чайник. हिन्दीका', tags, [])).toEqual([]);
  expect(chooseTags('Чай. हिन्दी', tags, [])).toEqual(['чай', 'हिन्दी']);
});
