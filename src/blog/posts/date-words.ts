/** Names of months in English, German, French, Spanish, Italian, Portuguese, Dutch and the Scandinavian languages. */
const MONTHS = [
  'january jan januar jänner janvier janv enero ene gennaio gen janeiro januari',
  'february feb februar febr février févr fév febrero febbraio fevereiro fev februari',
  'march mar märz mär mrz mars marzo março maart mrt marts',
  'april apr avril avr abril abr aprile',
  'may mai mayo maggio mag maio mei maj',
  'june jun juni juin junio giugno giu junho',
  'july jul juli juillet juil julio luglio lug julho',
  'august aug août agosto ago augustus augusti',
  'september sept sep septembre septiembre setiembre settembre set setembro',
  'october oct oktober okt octobre octubre ottobre ott outubro out',
  'november nov novembre noviembre novembro',
  'december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des',
] as const;

const monthNumbers: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, index) => names.split(' ').map((name) => [plain(name), index + 1] as const)),
);

/** The number of a month, from 1, by its full or short name in one of these languages; null for other words. */
export function monthNamed(word: string): number | null {
  return monthNumbers.get(plain(word)) ?? null;
}

/** `monthNamed`, but also by the first three letters of an English month: JavaScript accepts "Febuary". */
export function monthLike(word: string): number | null {
  return monthNamed(word) ?? englishStarts.get(plain(word).slice(0, 3)) ?? null;
}

const englishStarts: ReadonlyMap<string, number> = new Map(
  MONTHS.map((names, index) => [names.slice(0, 3), index + 1]),
);

/** In lower case, without accents or a final full stop. */
function plain(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').replace(/\.$/, '').toLowerCase();
}

/**
 * Offsets from UTC by the zone names that feeds and people use. Names shared by distant zones are left out: IST is used
 * in India, Israel and Ireland. CST, EST, BST and AST have the meaning of RFC 822 and Europe.
 */
// biome-ignore format: a table
const ZONES: Readonly<Record<string, string>> = {
  Z: 'Z', UTC: 'Z', UT: 'Z', GMT: 'Z', WET: '+00:00',
  WEST: '+01:00', BST: '+01:00', CET: '+01:00', MET: '+01:00', MEZ: '+01:00', WAT: '+01:00',
  CEST: '+02:00', MEST: '+02:00', MESZ: '+02:00', EET: '+02:00', SAST: '+02:00', CAT: '+02:00',
  EEST: '+03:00', MSK: '+03:00', TRT: '+03:00', EAT: '+03:00', MSD: '+04:00', PKT: '+05:00', NPT: '+05:45',
  ICT: '+07:00', WIB: '+07:00', SGT: '+08:00', HKT: '+08:00', AWST: '+08:00', PHT: '+08:00', JST: '+09:00', KST: '+09:00',
  ACST: '+09:30', ACDT: '+10:30', AEST: '+10:00', AEDT: '+11:00', NZST: '+12:00', NZDT: '+13:00',
  NDT: '-02:30', BRT: '-03:00', ART: '-03:00', ADT: '-03:00', NST: '-03:30', AST: '-04:00',
  EDT: '-04:00', EST: '-05:00', CDT: '-05:00', CST: '-06:00', MDT: '-06:00', MST: '-07:00', PDT: '-07:00', PST: '-08:00',
  AKDT: '-08:00', AKST: '-09:00', HDT: '-09:00', HST: '-10:00',
};

/** `+01:00` for CET, 'Z' for UTC; null if the name is unknown or ambiguous. */
export function zoneNamed(name: string): string | null {
  const upper = name.toUpperCase();
  return Object.hasOwn(ZONES, upper) ? ZONES[upper] : null;
}
