import { countWords } from '../language/words.ts';
import type { Post } from '../posts/post.ts';
import { type SlugForm, slugOf } from './slug.ts';

/** In a tie, the earlier form wins. */
const FORMS: readonly SlugForm[] = [
  { letters: 'without accents' },
  { letters: 'transliterated' },
  { letters: 'transliterated', locale: 'da' },
  { letters: 'transliterated', locale: 'sr' },
];

/** How many of the newest titles with such letters show the blog's current habit. */
const SAMPLE_POSTS = 10;

/**
 * Learns from the newest posts with titles that have letters other than a to z whether most of their slugs keep them,
 * or which ASCII form gives most of the slugs. If no slug decides, ä becomes `ae` in a German blog and `a` in any
 * other.
 */
export function slugForm(newest: readonly Post[]): SlugForm {
  const telling = newest.filter(({ title }) => hasOtherLetters(title ?? '')).slice(0, SAMPLE_POSTS);
  const slugs = telling.map(({ title, slug }) => ({ title: title!, slug: decoded(slug) }));
  const keeping = slugs.filter(({ slug }) => hasOtherLetters(slug)).length;
  if (keeping > slugs.length / 2) return { letters: 'kept' };
  const alike = (form: SlugForm) => slugs.filter(({ title, slug }) => slugOf(title, form) === slug).length;
  const usual: SlugForm = { letters: newest.length === 0 || isGerman(newest) ? 'transliterated' : 'without accents' };
  return [usual, ...FORMS].reduce((best, form) => (alike(form) > alike(best) ? form : best));
}

const POSTS_FOR_LANGUAGE = 10;
const CHARACTERS_FOR_LANGUAGE = 10_000;
/** As a share of words. German has 0.06; an English blog may mention Zürich. */
const MIN_SHARE_OF_WORDS = 0.005;

/** Recognises German by ü and ß. Other languages with ü have more letters with other accents; ä and ö say nothing. */
function isGerman(newest: readonly Post[]): boolean {
  const texts = newest.slice(0, POSTS_FOR_LANGUAGE).map(({ body }) => body.slice(0, CHARACTERS_FOR_LANGUAGE));
  const text = texts.join('\n').normalize('NFC').toLowerCase();
  const german = text.match(/[üß]/g)?.length ?? 0;
  const others = text.match(/(?![a-zäöüß])\p{sc=Latin}/gu)?.length ?? 0;
  return german > others && german >= MIN_SHARE_OF_WORDS * countWords(text);
}

function hasOtherLetters(text: string): boolean {
  return /(?![A-Za-z])\p{L}/u.test(text);
}

/** The last part of an address, decoded if it is percent-encoded. */
function decoded(slug: string): string {
  const [name] = /[^/]*$/.exec(slug.replace(/\/$/, ''))!;
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}
