import { useEffect, useMemo, useState } from 'preact/hooks';
import { request } from '../core/api.ts';
import { transport } from '../core/transport.ts';

/** A picture of the project in a page that the studio made; the only attributes that begin so. */
const SOURCE = /src="(\/api\/picture\?[^"]*)"/g;

/**
 * A page with its pictures. In a tab no address leads to the project, so they are loaded first, and the page refers to them in
 * memory; until then, and if one cannot be loaded, there is its text.
 */
export function usePictures(html: string): string {
  const isTab = transport().place === 'tab';
  const [loaded, setLoaded] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    if (!isTab) return;
    const stop = new AbortController();
    const urls: string[] = [];
    void Promise.all(
      [...html.matchAll(SOURCE)].map(async ([, source]) => {
        const path = source.replaceAll('&#x26;', '&').replaceAll('&amp;', '&');
        const answer = await request(path, { signal: stop.signal }).catch(() => null);
        if (answer === null) return null;
        urls.push(URL.createObjectURL(await answer.blob()));
        return [source, urls.at(-1)!] as const;
      }),
    ).then((found) => stop.signal.aborted || setLoaded(new Map(found.filter((each) => each !== null))));
    return () => {
      stop.abort();
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [html, isTab]);
  return useMemo(() => {
    if (!isTab) return html;
    return html.replace(SOURCE, (_, source: string) => (loaded.has(source) ? `src="${loaded.get(source)}"` : ''));
  }, [html, loaded, isTab]);
}
