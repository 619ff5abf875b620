import type { Route } from '../core/router.ts';

export function WritePage({ route }: { readonly route: Route }) {
  return <h1>{route.page}</h1>;
}
