/** The median: of an even number of values, the greater of the two in the middle; undefined for no values. */
export function median(values: Iterable<number>): number | undefined {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[ascending.length >> 1];
}
