import { totalmem } from 'node:os';
import { expect, test } from 'vitest';
import { availableMemoryBytes } from '../../../src/node/machine/available-memory.ts';

test('some memory is left, and no more than there is', () => {
  expect(availableMemoryBytes()).toBeGreaterThan(1e6);
  expect(availableMemoryBytes()).toBeLessThanOrEqual(totalmem());
});
