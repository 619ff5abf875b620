import { useEffect, useState } from 'preact/hooks';

/** Where the person is: #/review/drafts%2Ftea.md?view=diff. */
export interface Route {
  /** The page: 'home', 'blog', 'review'. */
  readonly page: string;
  /** What of it: the parts of the path after the page, decoded. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** The route of the address. */
export function useRoute(): Route {
  const [route, setRoute] = useState(routeOf(location.hash));
  useEffect(() => {
    const change = () => setRoute(routeOf(location.hash));
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return route;
}

/** The address of a route within the studio. */
export function address(
  page: string,
  rest: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const words = new URLSearchParams(query).toString();
  return `#/${[page, ...rest.map(encodeURIComponent)].join('/')}${words === '' ? '' : `?${words}`}`;
}

/** Goes to another route. */
export function go(page: string, rest: readonly string[] = [], query: Readonly<Record<string, string>> = {}): void {
  location.hash = address(page, rest, query);
}

function routeOf(hash: string): Route {
  const [path, words = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page = '', ...rest] = path.split('/');
  return { page: page || 'home', rest: rest.map(decodeURIComponent), query: new URLSearchParams(words) };
}
