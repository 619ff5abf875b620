import { type Section, sectionsOf } from './sections.ts';

/** Sections that are parsed together, or kept as plain text. */
export interface Part {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** How many lines come before it. */
  readonly line: number;
  readonly follows: Section['follows'];
  /** Header and delimiter row of the table that its rows belong to; '' if it does not begin with rows. */
  readonly head: string;
  /** Why it is kept as plain text; null if it is parsed. */
  readonly plainFor: string | null;
}

/** Characters parsed together, unless a section has more. The parser's memory grows with them. */
const CHARACTERS_AT_ONCE = 2 ** 12;
/** Microseconds of parsing together, see `MOST_COST`. */
const COST_AT_ONCE = 8_000;
/** Maximum nesting of quotes, lists and marks, because parsers recurse. */
const MOST_DEPTH = 60;
/** Maximum cost in microseconds of a section, or of a table with all its rows; and of a whole text. */
const MOST_COST = 600_000;
const MOST_COST_OF_ALL = 3_000_000;

/** Divides any text into parts so that parsing takes at most seconds; some parts may be kept as plain text. */
export function planOf(text: string, charactersAtOnce = CHARACTERS_AT_ONCE): Part[] {
  const units = unitsOf(sectionsOf(text, charactersAtOnce === CHARACTERS_AT_ONCE ? undefined : charactersAtOnce));
  const reasons = plainUnits(units);
  const parts: Part[] = [];
  let costOfPart = 0;
  for (const [i, unit] of units.entries()) {
    const plainFor = reasons[i];
    const head = unit.sections.length === 1 ? '' : headOf(text, unit.sections[0].start);
    for (const { start, end, line, follows, cost } of unit.sections) {
      const last = parts.at(-1);
      const fits = last !== undefined && end - last.start <= charactersAtOnce && costOfPart + cost <= COST_AT_ONCE;
      const isMore = last?.plainFor === plainFor && (plainFor !== null || fits);
      costOfPart = isMore ? costOfPart + cost : cost;
      if (isMore) parts[parts.length - 1] = { ...last, end };
      else parts.push({ start, end, line, follows, head: follows === 'row' ? head : '', plainFor });
    }
  }
  return parts;
}

/** Sections that are parsed all or not at all: a table with its rows, or a single other section. */
interface Unit {
  readonly sections: Section[];
  cost: number;
}

function unitsOf(sections: readonly Section[]): Unit[] {
  const units: Unit[] = [];
  for (const section of sections) {
    if (section.follows === 'row') {
      const table = units.at(-1)!;
      table.sections.push(section);
      table.cost += section.cost;
    } else units.push({ sections: [section], cost: section.cost });
  }
  return units;
}

/** For each unit, why it is kept plain, or null. The most expensive units are dropped first; of equal ones, the last. */
function plainUnits(units: readonly Unit[]): (string | null)[] {
  const reasons = units.map(({ sections, cost }): string | null => {
    if (sections.some(({ depth }) => depth > MOST_DEPTH)) return 'its lists, quotes or marks are nested too deeply';
    return cost > MOST_COST && sections.length === 1 ? 'it has too many marks that open and close' : null;
  });
  let total = units.reduce((sum, { cost }, i) => (reasons[i] === null ? sum + cost : sum), 0);
  if (total <= MOST_COST_OF_ALL) return reasons;
  const dearest = [...units.keys()].sort((a, b) => units[b].cost - units[a].cost || b - a);
  for (const i of dearest) {
    if (total <= MOST_COST_OF_ALL) break;
    if (reasons[i] !== null) continue;
    total -= units[i].cost;
    reasons[i] = 'the file has more marks than can be parsed in seconds';
  }
  return reasons;
}

/** The first two lines of a table. */
function headOf(text: string, start: number): string {
  const head = /[^\r\n]*(?:\r\n?|\n)[^\r\n]*(?:\r\n?|\n)/y;
  head.lastIndex = start;
  return head.exec(text)![0];
}
