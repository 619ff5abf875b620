/** Long enough for a title's point, short enough for every file system and address bar. */
const MAX_CHARACTERS = 60;

/** What a title without a letter that ASCII knows is called. */
const NAMELESS = 'post';

/** Letters that Unicode does not take apart into an ASCII letter and an accent. */
// biome-ignore format: a table
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ŋ: 'n',
};

/** Names that Windows keeps for its devices, with any extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** The part of an address that names a post: lower-case ASCII letters and digits with single hyphens between; never empty. */
export function slugOf(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[ßæœøłđðþħıŋ]/g, (letter) => FOLDED[letter])
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const slug = shorten(words);
  if (slug === '') return NAMELESS;
  return WINDOWS_DEVICE.test(slug) ? `${slug}-${NAMELESS}` : slug;
}

/** The slug itself, or with the first free number behind it: `-2`, `-3`. Upper and lower case count as the same. */
export function uniqueSlug(slug: string, taken: ReadonlySet<string>): string {
  const lower = new Set([...taken].map((name) => name.toLowerCase()));
  let unique = slug;
  for (let number = 2; lower.has(unique); number++) unique = `${slug}-${number}`;
  return unique;
}

function shorten(words: string): string {
  if (words.length <= MAX_CHARACTERS) return words;
  const end = words.lastIndexOf('-', MAX_CHARACTERS);
  return words.slice(0, end > 0 ? end : MAX_CHARACTERS);
}
