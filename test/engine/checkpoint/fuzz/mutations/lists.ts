import type { Random } from '../../../../../src/engine/random.ts';

/** A list with one of its items taken out, doubled, repeated, moved, exchanged, or with some of another list put in. */
export function mutateList<T>(random: Random, list: readonly T[], other: readonly T[] = list): T[] {
  const at = random.below(list.length + 1);
  const run = 1 + random.below(4);
  const rest = list.slice(at);
  const before = list.slice(0, at);
  switch (random.below(6)) {
    case 0:
      return [...before, ...rest.slice(run)];
    case 1:
      return [...before, ...rest.slice(0, run), ...rest];
    case 2: {
      const times = Math.min(2 ** random.below(12), Math.floor(4096 / run));
      return [...before, ...Array.from({ length: times }, () => rest.slice(0, run)).flat(), ...rest];
    }
    case 3: {
      const from = random.below(other.length + 1);
      return [...before, ...other.slice(from, from + run), ...rest];
    }
    case 4:
      return [...rest, ...before];
    default: {
      if (list.length < 2) return [...list];
      const changed = [...list];
      const [a, b] = [random.below(list.length), random.below(list.length)];
      [changed[a], changed[b]] = [changed[b], changed[a]];
      return changed;
    }
  }
}

/** A list in which one item is changed. */
export function changeOne<T>(random: Random, list: readonly T[], change: (item: T) => T | null): T[] | null {
  if (list.length === 0) return null;
  const at = random.below(list.length);
  const changed = change(list[at]);
  return changed === null ? null : list.with(at, changed);
}
