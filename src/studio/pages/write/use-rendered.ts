import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../core/api.ts';

/** A text that grows is drawn again at most this often. */
const PAUSE_MS = 700;

/** The dialect of Markdown goes by the name of a file; a draft that is being written has none yet. */
const NO_FILE = 'draft.md';

/**
 * A Markdown text as a page, in harmless HTML from the server, while it is written; null until the first answer. What the last
 * answer lacks is there with the next one.
 */
export function useRendered(text: string, path: string | null): string | null {
  const [html, setHtml] = useState<string | null>(null);
  const wanted = useRef(text);
  wanted.current = text;
  const state = useRef<'idle' | 'asking' | 'gone'>('idle');
  useEffect(() => {
    state.current = 'idle';
    return () => {
      state.current = 'gone';
    };
  }, []);
  useEffect(() => {
    if (state.current !== 'idle') return;
    state.current = 'asking';
    void drawUntilDone();
  }, [text, path]);
  return html;

  async function drawUntilDone(): Promise<void> {
    for (let drawn: string | null = null; drawn !== wanted.current; ) {
      drawn = wanted.current;
      const body = { path: path ?? NO_FILE, text: drawn };
      const answer = await api<{ html: string }>('POST', '/preview', body).catch(() => null);
      if (state.current === 'gone') return;
      if (answer !== null) setHtml(answer.html);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    if (state.current === 'asking') state.current = 'idle';
  }
}
