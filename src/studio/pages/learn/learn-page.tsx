import type { Route } from '../core/router.ts';

export function LearnPage({ route }: { readonly route: Route }) {
  return <h1>{route.page}</h1>;
}
