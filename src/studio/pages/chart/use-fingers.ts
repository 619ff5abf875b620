import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Zoom } from './use-zoom.ts';
import { dragged, type Span, scaled } from './zoom.ts';

/** How much a turn of the wheel, or a trackpad that is pinched, scales for each pixel. */
const SCALE_PER_PIXEL = 0.01;
/** Browsers that count lines instead of pixels. */
const PIXELS_PER_LINE = 16;

/** Where fingers were when they were put down, or one more was. */
interface Held {
  readonly span: Span;
  readonly fingers: readonly number[];
}

/**
 * Two fingers on a chart show less or more of it, and one moves the part that is shown; a trackpad that is pinched, or the wheel
 * with Ctrl, scales around the pointer. `whole`: of the axis.
 */
export function useFingers(place: RefObject<HTMLElement | null>, zoom: Zoom, whole: Span): void {
  const current = useRef({ zoom, whole });
  current.current = { zoom, whole };
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const fingers = new Map<number, number>();
    let held: Held | null = null;
    const seen = () => current.current.zoom.span ?? current.current.whole;
    const shareOf = ({ clientX }: MouseEvent) => {
      const { left, width } = (element.querySelector('.u-over') ?? element).getBoundingClientRect();
      return (clientX - left) / Math.max(width, 1);
    };
    const hold = () => {
      const places = [...fingers.values()];
      // One finger that moves on all of it moves the page.
      const isOne = places.length === 1 && current.current.zoom.span !== null;
      held = places.length === 2 || isOne ? { span: seen(), fingers: places } : null;
    };
    const down = (event: PointerEvent) => {
      if (event.pointerType !== 'touch') return;
      fingers.set(event.pointerId, shareOf(event));
      hold();
    };
    const move = (event: PointerEvent) => {
      if (!fingers.has(event.pointerId)) return;
      fingers.set(event.pointerId, shareOf(event));
      const { zoom: now, whole: all } = current.current;
      if (held !== null) now.show(dragged(held.span, all, held.fingers, [...fingers.values()]));
    };
    const up = (event: PointerEvent) => {
      if (fingers.delete(event.pointerId)) hold();
    };
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const [from, to] = seen();
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? PIXELS_PER_LINE : 1);
      const at = from + Math.min(1, Math.max(0, shareOf(event))) * (to - from);
      current.current.zoom.show(scaled([from, to], at, Math.exp(SCALE_PER_PIXEL * pixels)));
    };
    const stop = new AbortController();
    const { signal } = stop;
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    for (const type of ['pointerup', 'pointercancel'] as const) element.addEventListener(type, up, { signal });
    element.addEventListener('wheel', wheel, { signal, passive: false });
    return () => stop.abort();
  }, []);
}
