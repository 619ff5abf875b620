/** The value in the middle of some in order, the greater one of two; undefined where there are none. */
export function median(values: Iterable<number>): number | undefined {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[ascending.length >> 1];
}
