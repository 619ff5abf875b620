import { useEffect, useState } from 'preact/hooks';
import { following, type Span, scaled, zoomTo } from './zoom.ts';

/** What can be done about the part of a chart that is shown. */
export interface Zoom {
  /** What is shown; null for all of it. */
  readonly span: Span | null;
  /** The cursor: a place that was pointed at, or that the keys moved to. */
  readonly at: number | null;
  /** What the keys have selected so far; null if nothing is. */
  readonly selected: Span | null;
  readonly point: (at: number | null) => void;
  readonly show: (span: Span | null) => void;
  /** Shows `factor` times as much, around the cursor or the middle. */
  readonly scale: (factor: number) => void;
  readonly press: (event: KeyboardEvent) => void;
}

/** The keys that move the cursor, and by which share of what is shown. */
const MOVES: Readonly<Record<string, number>> = { ArrowLeft: -0.01, ArrowRight: 0.01, PageDown: -0.1, PageUp: 0.1 };

/** The keys that show more or less. */
const SCALES: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': 2 };

/** A chart shows at least this many points. */
const LEAST_POINTS = 4;

/**
 * The part of a chart that is shown, by mouse and by keys: the arrow keys, Page Up, Page Down, Home and End move the cursor, and
 * with Shift they select; Enter shows what is selected, + and - less and more, Escape all of it. `whole`: of the axis, with so
 * many points. With another `axis`, all of it is shown.
 */
export function useZoom(whole: Span, points: number, axis: string): Zoom {
  const [wanted, setWanted] = useState<Span | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  useEffect(() => {
    setWanted(null);
    setAt(null);
    setAnchor(null);
  }, [axis]);
  const least = (LEAST_POINTS * (whole[1] - whole[0])) / Math.max(points, 1);
  const span = wanted === null ? null : zoomTo(wanted, whole, least);
  const seen = span ?? whole;
  const show = (to: Span | null) => {
    setWanted(to === null ? null : zoomTo(to, whole, least));
    setAnchor(null);
  };
  const scale = (factor: number) => {
    const isSeen = at !== null && at >= seen[0] && at <= seen[1];
    show(scaled(seen, isSeen ? at : (seen[0] + seen[1]) / 2, factor));
  };
  const moveTo = (place: number, selects: boolean) => {
    const to = Math.min(whole[1], Math.max(whole[0], place));
    setAnchor(selects ? (anchor ?? at ?? seen[1]) : null);
    if (span !== null) setWanted(following(span, to));
    setAt(to);
  };
  const press = (event: KeyboardEvent) => {
    const act = actionOf(event);
    if (act === null) return;
    event.preventDefault();
    act();
  };
  const actionOf = ({ key, shiftKey }: KeyboardEvent): (() => void) | null => {
    if (whole[0] === whole[1]) return null;
    if (key in MOVES) return () => moveTo((at ?? seen[1]) + MOVES[key] * (seen[1] - seen[0]), shiftKey);
    if (key === 'Home' || key === 'End') return () => moveTo(whole[key === 'Home' ? 0 : 1], shiftKey);
    if (key in SCALES) return () => scale(SCALES[key]);
    if (key === 'Enter' && anchor !== null && at !== null) return () => show([anchor, at]);
    if (key === 'Escape' && anchor !== null) return () => setAnchor(null);
    return key === 'Escape' && span !== null ? () => show(null) : null;
  };
  const selected: Span | null = anchor === null || at === null ? null : [Math.min(anchor, at), Math.max(anchor, at)];
  return { span, at, selected, point: setAt, show, scale, press };
}
