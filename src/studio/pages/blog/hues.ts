/** How many colours tokens have. */
export const HUES = 6;

/** A colour for each token, by its id, so that the same token always looks alike; neighbours never have the same one. */
export function huesOf(ids: readonly number[]): number[] {
  let before = -1;
  return ids.map((id) => {
    // Knuth's multiplicative hash: neighbouring ids are far apart.
    let hue = ((id * 2_654_435_761) >>> 16) % HUES;
    if (hue === before) hue = (hue + 1) % HUES;
    before = hue;
    return hue;
  });
}
