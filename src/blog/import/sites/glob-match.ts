/** What a part of a glob matches. `folders` is `**` between slashes: zero or more folders. */
type Part =
  | { readonly kind: 'letter'; readonly matches: (letter: string) => boolean }
  | { readonly kind: 'some' }
  | { readonly kind: 'all' }
  | { readonly kind: 'folders' };

/** At most this many brace alternatives are tried. */
const maxAlternatives = 256;

/** Characters. Real globs are shorter. */
const maxGlobCharacters = 1000;

/**
 * Whether a glob matches a whole path: `*`, `?` and `[a-z]` within a name, `**` across folders, `{a,b}` for
 * alternatives. A glob of more than a thousand characters matches nothing.
 */
export function globMatches(glob: string, path: string): boolean {
  if (glob.length > maxGlobCharacters) return false;
  return alternatives(glob).some((one) => matches(partsOf(one), path));
}

/** Every expansion of a glob's braces. */
function alternatives(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0 && done.length + open.length <= maxAlternatives) {
    const next = open.pop()!;
    const found = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (found === null) done.push(next);
    else {
      const [before, after] = [next.slice(0, found.index), next.slice(found.index + found[0].length)];
      open.push(...found[1].split(',').map((choice) => before + choice + after));
    }
  }
  return [...done, ...open];
}

const PARTS = /(?<=^|\/)\*\*\/|\*\*|\*|\?|\[[!^]?\]?[^\]/]*\]|\\?[\s\S]/gu;

function partsOf(glob: string): Part[] {
  return Array.from(glob.matchAll(PARTS), ([part]): Part => {
    if (part === '**/') return { kind: 'folders' };
    if (part === '**') return { kind: 'all' };
    if (part === '*') return { kind: 'some' };
    if (part === '?') return { kind: 'letter', matches: (letter) => letter !== '/' };
    if (part.length > 1 && part.startsWith('[')) return { kind: 'letter', matches: classOf(part.slice(1, -1)) };
    const wanted = part.length > 1 && part.startsWith('\\') ? part.slice(1) : part;
    return { kind: 'letter', matches: (letter) => letter === wanted };
  });
}

function classOf(text: string): (letter: string) => boolean {
  const isNot = /^[!^]/.test(text);
  const ranges = Array.from((isNot ? text.slice(1) : text).matchAll(/([\s\S])-([\s\S])|[\s\S]/gu), (range) =>
    range[1] === undefined ? [range[0], range[0]] : [range[1], range[2]],
  );
  return (letter) => letter !== '/' && ranges.some(([from, to]) => from <= letter && letter <= to) !== isNot;
}

/** Follows all possible matches in parallel. A state is twice a part's index, plus one while within its folders. */
function matches(parts: readonly Part[], path: string): boolean {
  let states = withSkipped(new Set([0]), parts);
  for (const letter of path) {
    const next = new Set<number>();
    for (const state of states) {
      const part = parts[state >> 1];
      if (part === undefined) continue;
      if (part.kind === 'letter') {
        if (part.matches(letter)) next.add(state + 2);
      } else if (part.kind === 'folders') next.add(letter === '/' ? state & ~1 : state | 1);
      else if (part.kind === 'all' || letter !== '/') next.add(state);
    }
    if (next.size === 0) return false;
    states = withSkipped(next, parts);
  }
  return states.has(parts.length * 2);
}

/** The states, with those reachable without consuming a character. */
function withSkipped(states: Set<number>, parts: readonly Part[]): Set<number> {
  // Iterating over a set includes elements added on the way.
  for (const state of states) {
    const part = parts[state >> 1];
    if (part !== undefined && part.kind !== 'letter' && (state & 1) === 0) states.add(state + 2);
  }
  return states;
}
