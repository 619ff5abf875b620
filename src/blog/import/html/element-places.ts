import type { Element, Nodes, Root } from 'hast';

/** An element, what it is in (null: the root), and its number in page order. */
export interface Place {
  readonly element: Element;
  readonly above: Place | null;
  readonly from: number;
}

/** All elements in page order, without recursion. */
export function* placesIn(tree: Root): Generator<Place, void, undefined> {
  const open: { readonly place: Place | null; readonly children: readonly Nodes[]; at: number }[] = [
    { place: null, children: tree.children, at: 0 },
  ];
  let count = 0;
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const child = last.children[last.at++];
    if (child === undefined) {
      open.pop();
      continue;
    }
    if (child.type !== 'element') continue;
    const place: Place = { element: child, above: last.place, from: count++ };
    yield place;
    open.push({ place, children: child.children, at: 0 });
  }
}
