import { describe, expect, it } from 'vitest';
import { slugOf, uniqueSlug } from '../../../src/blog/drafts/slug.ts';
import { slugForm } from '../../../src/blog/drafts/slug-form.ts';
import { readPost } from '../../../src/blog/posts/read-post.ts';

/** A title, its slug in a blog with ASCII slugs, and in one that keeps letters if different. */
const table: readonly (readonly [title: string, slug: string, kept?: string])[] = [
  ['The Kettle Is Hot', 'the-kettle-is-hot'],
  ['It’s 5 o\'clock: "Tea" & cake!', 'its-5-oclock-tea-cake'],
  ['C++, iPhone, fooBar and snake_case', 'c-iphone-foobar-and-snake-case'],
  ['100% 🦄 ♥ Tea™', '100-teatm'],
  ['  --Dashes — and – more-- ', 'dashes-and-more'],
  ['naïve café', 'naive-cafe', 'naïve-café'],
  ['cafe\u0301', 'cafe', 'café'],
  ['½ cup, x²', '1-2-cup-x2'],
  ['ＦＵＬＬ width ﬁsh', 'full-width-fish'],
  ['Con', 'con-post'],
  ['🎉 !!', 'post'],
  ['', 'post'],
  ['Über die Brücke', 'ueber-die-bruecke', 'über-die-brücke'],
  ['Schöne Grüße, Straße', 'schoene-gruesse-strasse', 'schöne-grüße-straße'],
  ['Łódź i Kraków', 'lodz-i-krakow', 'łódź-i-kraków'],
  ['Příliš žluťoučký', 'prilis-zlutoucky', 'příliš-žluťoučký'],
  ['São Paulo, coração', 'sao-paulo-coracao', 'são-paulo-coração'],
  ['¿Qué año?', 'que-ano', 'qué-año'],
  ['Œuvre à l’été', 'oeuvre-a-lete', 'œuvre-à-lété'],
  ['Ørsted og Æbler', 'orsted-og-aebler', 'ørsted-og-æbler'],
  ['Þorn ðat', 'thorn-dat', 'þorn-ðat'],
  ['İstanbul ışığı', 'istanbul-isigi', 'istanbul-ışığı'],
  ['Ħamrun ŋ', 'hamrun-n', 'ħamrun-ŋ'],
  ['Hawaiʻi', 'hawaii'],
  ['Đường phố Hà Nội', 'duong-pho-ha-noi', 'đường-phố-hà-nội'],
  ['Nguyễn', 'nguyen', 'nguyễn'],
  ['Привет, мир: объём', 'privet-mir-obyom', 'привет-мир-объём'],
  ['Ёлка', 'yolka', 'ёлка'],
  ['Їжак і ґанок', 'yizhak-i-ganok', 'їжак-і-ґанок'],
  ["Об'єкт", 'obyekt', 'обєкт'],
  ['Γειά σου Κόσμε', 'geia-soy-kosme', 'γειά-σου-κόσμε'],
  ['ΑΘΗΝΑ', 'athina', 'αθηνα'],
  ['გამარჯობა', 'gamarjoba', 'გამარჯობა'],
  ['Բարև աշխարհ', 'baryev-ashkharh', 'բարեւ-աշխարհ'],
  ['مرحبا بالعالم', 'mrhba-balealm', 'مرحبا-بالعالم'],
  ['٢٠٢٤ عام', '2024-eam', '٢٠٢٤-عام'],
  ['می\u200cخواهم', 'mykhwahm', 'میخواهم'],
  // No transliteration: both keep the letters.
  ['吾輩は猫である', '吾輩は猫である'],
  ['GPT-2と猫が好き！', 'gpt-2と猫が好き'],
  ['ﾊﾟｰﾃｨｰ', 'パーティー'],
  ['你好，世界', '你好-世界'],
  ['안녕하세요 세계', '안녕하세요-세계'],
  ['สวัสดีที่นี่', 'สวัสดีที่นี่'],
  ['ภาษาไทย ๒๕๖๗', 'ภาษาไทย-๒๕๖๗'],
  ['नमस्ते दुनिया', 'नमस्ते-दुनिया'],
  ['שלום עולם', 'שלום-עולם'],
  ['தமிழ் மொழி', 'தமிழ்-மொழி'],
  ['বাংলা', 'বাংলা'],
  ['茶 und Tee', '茶-und-tee'],
];

describe('a slug', () => {
  it.each(table.map(([title, slug, kept]) => [title, slug, kept ?? slug] as const))(
    'of %j is %s',
    (title, slug, kept) => {
      expect(slugOf(title)).toBe(slug);
      expect(slugOf(title, { letters: 'kept' })).toBe(kept);
    },
  );

  it.each([
    ['Über Motörhead, Ärger', 'uber-motorhead-arger'],
    ['Straße', 'strasse'],
    ['Ёй', 'yoy'],
  ])('without accents of %j is %s', (title, slug) => {
    expect(slugOf(title, { letters: 'without accents' })).toBe(slug);
  });

  it('is not changed by the generators', () => {
    // Jekyll's slugify: its default mode, and `pretty`; Hugo's urlize keeps these as well.
    const jekyll = (text: string) => text.replace(/[^\p{M}\p{L}\p{Nd}]+/gu, '-').toLowerCase();
    for (const [title] of table) {
      for (const letters of ['kept', 'transliterated', 'without accents'] as const) {
        const slug = slugOf(title, { letters });
        expect(jekyll(slug)).toBe(slug);
        expect(slugOf(slug, { letters })).toBe(slug);
      }
    }
  });

  it('is short, and ends with a word', () => {
    expect(slugOf('word '.repeat(40))).toBe('word-'.repeat(12).slice(0, -1));
    expect(slugOf('x'.repeat(80))).toBe('x'.repeat(60));
    expect(slugOf('猫の話をします'.repeat(20))).toBe(`${'猫の話をします'.repeat(8)}猫の話を`);
    expect(slugOf('слово '.repeat(40), { letters: 'kept' })).toBe('слово-'.repeat(10).slice(0, -1));
    expect(slugOf('𠮷'.repeat(80)).length).toBeLessThanOrEqual(60);
  });

  it('is unique, whatever the form of its accents', () => {
    expect(uniqueSlug('café', new Set(['Cafe\u0301']))).toBe('café-2');
  });
});

describe('the form of a blog’s slugs', () => {
  const form = (...posts: (readonly [title: string, slug: string, body?: string])[]) =>
    slugForm(posts.map(([title, slug, body = '']) => readPost(`${slug}.md`, `---\ntitle: "${title}"\n---\n${body}\n`)));

  it('keeps letters if the newest slugs do', () => {
    expect(form(['Привет', 'привет'], ['Мир', 'мир'], ['Чай', 'chay'])).toEqual({ letters: 'kept' });
    expect(form(['Привет', '%D0%BF%D1%80'])).toEqual({ letters: 'kept' });
    expect(form(['Tea', 'tea'], ['Привет', 'привет'])).toEqual({ letters: 'kept' });
    const old = Array.from({ length: 10 }, () => ['Привет', 'privet'] as const);
    expect(form(...old, ...old.map(([title]) => [title, 'привет'] as const)).letters).not.toBe('kept');
  });

  it('writes ä as the newest slugs do', () => {
    expect(form(['Über Tee', 'ueber-tee'])).toEqual({ letters: 'transliterated' });
    expect(form(['Über Tee', 'uber-tee', 'Über süße Grüße für Füße.'])).toEqual({ letters: 'without accents' });
    expect(form(['Blåbær', 'blaabaer'])).toEqual({ letters: 'transliterated', locale: 'da' });
  });

  it('depends on the language if no slug decides', () => {
    expect(form(['Tee', 'tee', 'Über süße Grüße für Füße.'])).toEqual({ letters: 'transliterated' });
    expect(form(['Tea', 'tea', 'We heard Motörhead in the shed, and had tea.'])).toEqual({
      letters: 'without accents',
    });
    expect(form(['Te', 'te', 'Jag älskar te på våren, över allt annat.'])).toEqual({ letters: 'without accents' });
    expect(form()).toEqual({ letters: 'transliterated' });
  });
});
