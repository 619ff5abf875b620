/** Draws a random seed from 0 to 2³¹ − 1. */
export function drawSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;
}
