import type { Route } from '../core/router.ts';

export function RunsPage({ route }: { readonly route: Route }) {
  return <h1>{route.page}</h1>;
}
