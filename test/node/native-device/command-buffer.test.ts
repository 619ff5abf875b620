import { expect, it } from 'vitest';
import { fitting } from '../../../src/node/native-device/command-buffer.ts';

const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);

it.each(['tensors', 'dims', 'scalars'] as const)(
  'an operation with more %s than fit into a command is refused',
  (part) => {
    const layout = { tensors: [], dims: [], scalars: [] };
    expect(fitting('x', { ...layout, [part]: names(8) })[part]).toHaveLength(8);
    expect(() => fitting('x', { ...layout, [part]: names(9) })).toThrow(
      `x takes 9 ${part}, and a command holds at most 8.`,
    );
  },
);
