import slugify from '@sindresorhus/slugify';
import { wholeWords } from '../language/words.ts';

/** Long enough for a title's point, short enough for every file system and address bar. */
const MAX_CHARACTERS = 60;

/** What a title without a letter or digit is called. */
const NAMELESS = 'post';

/** Names that Windows keeps for its devices, with any extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Letters that the library does not know. */
const FOLDED: Readonly<Record<string, string>> = { ħ: 'h', ŋ: 'n', ւ: 'v' };

/**
 * How a blog writes letters other than a to z in its slugs: as they are; in ASCII, with ä as `ae` and the rules of a
 * `locale` for some (Danish å is `aa`); or in ASCII with accents left out, so that ä is `a`.
 */
export type SlugForm =
  | { readonly letters: 'kept' | 'without accents' }
  | { readonly letters: 'transliterated'; readonly locale?: 'da' | 'sr' };

/**
 * The part of an address that names a post: its title in lower case, words divided by single hyphens; never empty.
 * Unless the blog keeps letters, they become ASCII as far as their script has a transliteration; Chinese, Japanese,
 * Korean, Thai, Hebrew, Hindi and others have none here and keep theirs, as Jekyll, Hugo, Hexo and Docusaurus keep them
 * in addresses.
 */
export function slugOf(title: string, form: SlugForm = { letters: 'transliterated' }): string {
  const words = title
    .normalize('NFKC')
    .replace(/['’ʻʼ\u00ad\u200b-\u200d]/g, '')
    .replaceAll('İ', 'i')
    .toLowerCase();
  const written = (words.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => writtenWord(word, form));
  const slug = shorten(written.filter((word) => word !== '').join('-'));
  if (slug === '') return NAMELESS;
  return WINDOWS_DEVICE.test(slug) ? `${slug}-${NAMELESS}` : slug;
}

/** The slug itself, or with the first free number behind it: `-2`, `-3`. Upper and lower case count as the same. */
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

/** Each stretch of letters that have a transliteration in ASCII, the others as they are. */
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
  // Left to itself, the library divides words at capitals, and writes words for some symbols: there are none of either.
  return slugify(text, { decamelize: false, separator: '', ...(locale && { locale }) });
}

/** By the letter without its marks; filled as letters come up. */
const hasAsciiOf = new Map<string, boolean>();

/** Whether a letter has a transliteration, which is nothing for some: ь and ъ, the hamza, the lengthening of letters. */
function hasAscii(character: string): boolean {
  const [letter] = character;
  const has = hasAsciiOf.get(letter) ?? (/[\p{sc=Cyrillic}\p{sc=Arabic}ـ]/u.test(letter) || ascii(letter) !== '');
  hasAsciiOf.set(letter, has);
  return has;
}

/** In the form that file systems and addresses agree on; marks without a letter go. */
function withLetters(word: string): string {
  return word.normalize('NFC').replace(/^\p{M}+/u, '');
}

function shorten(slug: string): string {
  if (slug.length <= MAX_CHARACTERS) return slug;
  const words = wholeWords(slug.replaceAll('-', ' '), MAX_CHARACTERS).replaceAll(' ', '-');
  return words === '' ? slug.slice(0, MAX_CHARACTERS).replace(/\p{Cs}$/u, '') : words;
}
