/** Letters separated by full stops, without the last one: `U.S`, `e.g`, `Ph.D`, `т.е`. */
const INITIALS = /^(?:\p{L}\p{M}*|Ph|Sc)(?:\.-?(?:\p{L}\p{M}*|Ph|Sc))+$/u;
const INITIAL = /^(?!I$)\p{Lu}\p{M}*$/u;

/** `Mr`, `Ltd`: a capital letter and no vowel. */
const NO_VOWEL = /^[B-DF-HJ-NP-TV-Z][b-df-hj-np-tv-z]{1,3}$/;

/** Abbreviations before a name or another word. */
const BEFORE_A_WORD = words(`Prof Rev Capt Vol Gen Col Gov Sen Rep Hon Messrs Mme Mlle Sra Srta Dra Dña vs bzw ggf inkl
  evtl vgl bspw им ул пер пос тов проф акад св`);

/** Abbreviations before a number; before anything else, their full stop ends a sentence ("The answer is no."). */
const BEFORE_A_NUMBER = words(`no nos nr nro núm fig figs abb art sec ch chap p pp pág págs v c ca approx est max min s
  bd tab eq jan feb mar apr jun jul aug sep sept oct nov dec стр гл рис табл п ок`);

/** A single letter before another abbreviation: `z. B.`, `d. h.`, `p. ex.`, `т. е.`. */
const SMALL_LETTER = /^\p{Ll}$/u;
const CYRILLIC_LETTER = /^(?=\p{Ll}$)\p{sc=Cyrillic}$/u;

const GERMAN_MONTH = /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b/;

/** Marks that may precede a word without belonging to it. */
const OPENERS = /^[("“„'‘[*_«»‹「（]+/;

/** Abbreviations are short, so only the end of a longer word is examined. */
const LONGEST_TOKEN = 40;

/**
 * Whether the full stop at `at` belongs to an abbreviation, initials or a day of the month. `after` is the text from
 * the next word on.
 */
export function isAbbreviation(text: string, at: number, after: string): boolean {
  const before = text.slice(Math.max(0, at - LONGEST_TOKEN), at);
  const word = before.slice(before.search(/\S*$/)).replace(OPENERS, '');
  if (INITIAL.test(word) || INITIALS.test(word) || NO_VOWEL.test(word) || BEFORE_A_WORD.has(word)) return true;
  if (CYRILLIC_LETTER.test(word)) return true;
  if (SMALL_LETTER.test(word) && /^\p{L}{1,2}\./u.test(after)) return true;
  if (/^\d{1,2}$/.test(word) && GERMAN_MONTH.test(after)) return true;
  return BEFORE_A_NUMBER.has(word.toLowerCase()) && /^\p{Nd}/u.test(after);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
