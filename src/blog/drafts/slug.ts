import slugify from '@sindresorhus/slugify';
import { wholeWords } from '../language/words.ts';

/** Long enough for a title's point, short enough for every file system and address bar. */
const MAX_CHARACTERS = 60;

/** The slug of a title without a letter or digit. */
const DEFAULT_SLUG = 'post';

/** Names that Windows reserves for devices, with any extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Letters that the library does not transliterate. */
const FOLDED: Readonly<Record<string, string>> = { ħ: 'h', ŋ: 'n', ւ: 'v' };

/**
 * How a blog writes letters other than a to z in slugs: unchanged; transliterated to ASCII, so that ä becomes `ae`,
 * with some rules of a `locale` (Danish å becomes `aa`); or in ASCII without accents, so that ä becomes `a`.
 */
export type SlugForm =
  | { readonly letters: 'kept' | 'without accents' }
  | { readonly letters: 'transliterated'; readonly locale?: 'da' | 'sr' };

/**
 * The part of an address that names a post: its title in lower case, words separated by single hyphens; never empty.
 * Unless the blog keeps letters, they become ASCII if their script has a transliteration here; Chinese, Japanese,
 * Korean, Thai, Hebrew, Hindi and others do not and keep theirs, as in Jekyll, Hugo, Hexo and Docusaurus.
 */
export function slugOf(title: string, form: SlugForm = { letters: 'transliterated' }): string {
  const words = title
    .normalize('NFKC')
    .replace(/['’ʻʼ\u00ad\u200b-\u200d]/g, '')
    .replaceAll('İ', 'i')
    .toLowerCase();
  const written = (words.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => writtenWord(word, form));
  const slug = shorten(written.filter((word) => word !== '').join('-'));
  if (slug === '') return DEFAULT_SLUG;
  return WINDOWS_DEVICE.test(slug) ? `${slug}-${DEFAULT_SLUG}` : slug;
}

/** The slug, or the slug with the first free number: `-2`, `-3`. Case is ignored. */
export function uniqueSlug(slug: string, taken: ReadonlySet<string>): string {
  const lower = new Set([...taken].map((name) => name.normalize('NFC').toLowerCase()));
  let unique = slug;
  for (let number = 2; lower.has(unique); number++) unique = `${slug}-${number}`;
  return unique;
}

function writtenWord(word: string, form: SlugForm): string {
  if (/^[a-z0-9]*$/.test(word)) return word;
  if (form.letters === 'kept') return withLetters(word);
  if (form.letters === 'transliterated') return transliterated(word, form.locale);
  return transliterated(
    word
      .normalize('NFD')
      .replace(/(\p{sc=Latin})\p{M}+/gu, '$1')
      .normalize('NFC'),
  );
}

/** Transliterates every stretch of letters that have a form in ASCII and keeps the others. */
function transliterated(word: string, locale?: string): string {
  const known = word.replace(/[ħŋ]|(?<!ո)ւ/g, (letter) => FOLDED[letter]);
  let [slug, stretch] = ['', ''];
  for (const character of known.match(/\P{M}\p{M}*/gu) ?? []) {
    if (hasAscii(character)) stretch += character;
    else [slug, stretch] = [slug + ascii(stretch, locale) + withLetters(character), ''];
  }
  return slug + ascii(stretch, locale);
}

function ascii(text: string, locale?: string): string {
  // By default, the library splits words at capitals and writes words for some symbols; neither can occur here.
  return slugify(text, { decamelize: false, separator: '', ...(locale && { locale }) });
}

/** A cache, by letter without its marks. */
const hasAsciiOf = new Map<string, boolean>();

/**
 * Whether a letter has a transliteration, which is empty for some: ь and ъ, the hamza, the mark that lengthens a
 * letter.
 */
function hasAscii(character: string): boolean {
  const [letter] = character;
  const has = hasAsciiOf.get(letter) ?? (/[\p{sc=Cyrillic}\p{sc=Arabic}ـ]/u.test(letter) || ascii(letter) !== '');
  hasAsciiOf.set(letter, has);
  return has;
}

/** Normalises a word to the form that file systems and addresses share; marks without a letter are dropped. */
function withLetters(word: string): string {
  return word.normalize('NFC').replace(/^\p{M}+/u, '');
}

function shorten(slug: string): string {
  if (slug.length <= MAX_CHARACTERS) return slug;
  const words = wholeWords(slug.replaceAll('-', ' '), MAX_CHARACTERS).replaceAll(' ', '-');
  return words === '' ? slug.slice(0, MAX_CHARACTERS).replace(/\p{Cs}$/u, '') : words;
}
