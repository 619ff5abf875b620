import { type Section, sectionsOf } from './sections.ts';

/** Some sections that are parsed together, or taken as they were typed. */
export interface Part {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Lines before it. */
  readonly line: number;
  readonly follows: Section['follows'];
  /** Head and delimiter row of the table that its rows belong to; '' where it does not begin with rows. */
  readonly head: string;
  /** Why it is not parsed; null: it is. */
  readonly plainFor: string | null;
}

/** Characters that are parsed at once, unless a section has more: what is remembered while they are grows with them. */
const CHARACTERS_AT_ONCE = 2 ** 12;
/** The same in microseconds, see `MOST_COST`. */
const COST_AT_ONCE = 8_000;
/** Quotes and lists within each other. Parsers call themselves for each. */
const MOST_DEPTH = 60;
/** In microseconds: of a section, or a table with all its rows, and of a whole text. */
const MOST_COST = 600_000;
const MOST_COST_OF_ALL = 4_500_000;

/** How a text is parsed so that it takes seconds at most, whatever it is: in parts, some of which stay as they are. */
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

/** Sections that are parsed all or not at all: a table with its rows, and each other one by itself. */
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

/** Of each unit why it is not parsed, or null. The most expensive ones go first, of equal ones those further down. */
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
