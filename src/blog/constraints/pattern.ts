import type { StateGraph } from './state-graph.ts';

/**
 * A set of texts. Given the state that follows it, adds its own states to a graph, from last to first, and returns the
 * first one.
 */
export type Pattern = (graph: StateGraph, following: number) => number;

/** Exactly this text. */
export function literal(text: string): Pattern {
  return bytes(...Array.from(new TextEncoder().encode(text), (byte) => [byte, byte] as const));
}

/** One byte from each range in order; bounds are inclusive. */
export function bytes(...ranges: readonly (readonly [from: number, to: number])[]): Pattern {
  return (graph, following) => ranges.reduceRight((after, [from, to]) => graph.addByte(from, to, after), following);
}

/** All parts in order. */
export function sequence(...parts: readonly Pattern[]): Pattern {
  return (graph, following) => parts.reduceRight((after, part) => part(graph, after), following);
}

/** Any one of the choices. */
export function either(...choices: readonly Pattern[]): Pattern {
  return (graph, following) => graph.addChoice(choices.map((choice) => choice(graph, following)));
}

/** The part, or nothing. */
export function optional(part: Pattern): Pattern {
  return either(part, sequence());
}

/** The part, any number of times. It must not be empty. */
export function many(part: Pattern): Pattern {
  return (graph, following) => graph.addLoop((again) => part(graph, again), following);
}

/** The part, `least` to `most` times. */
export function repeated(part: Pattern, least: number, most: number): Pattern {
  return (graph, following) => {
    let start = following;
    for (let times = most; times > 0; times--) {
      const once = part(graph, start);
      start = times > least ? graph.addChoice([once, following]) : once;
    }
    return start;
  };
}
