import { useLayoutEffect, useRef } from 'preact/hooks';

/** What keys do, by the key: 'j', 'ArrowDown', 'g b' for one after the other. */
export type Keys = Readonly<Record<string, () => void>>;

/** How long the second key of a pair may take. */
const PAIR_MS = 1200;

/** Obeys keys while this is shown, but not while the person types or a dialog is open. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  // Before the page is painted: what a person sees can be asked for.
  useLayoutEffect(() => {
    let first: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
      const pair = first !== null && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : null;
      first = { key: event.key, at: event.timeStamp };
      const act = (pair === null ? undefined : current.current[pair]) ?? current.current[event.key];
      if (act === undefined) return;
      event.preventDefault();
      first = null;
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function isTyping({ target }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  // Nothing is typed into a box that is ticked.
  if (target instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(target.type)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
