/** How many numbers a tensor of this shape has; 1 without an axis. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}
