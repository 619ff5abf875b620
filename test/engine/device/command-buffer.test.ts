import { expect, it } from 'vitest';
import { fitting } from '../../../src/engine/device/compiled/command-buffer.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);

it.each([
  { part: 'tensors', most: 10 },
  { part: 'dims', most: 8 },
  { part: 'scalars', most: 8 },
] as const)('an operation with more $part than fit into a command is refused', ({ part, most }) => {
  const layout = { tensors: [], dims: [], scalars: [] };
  expect(fitting('x', { ...layout, [part]: names(most) })[part]).toHaveLength(most);
  expect(() => fitting('x', { ...layout, [part]: names(most + 1) })).toThrow(
    `x takes ${most + 1} ${part}, and a command holds at most ${most}.`,
  );
});
