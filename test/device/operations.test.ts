import { expect, it } from 'vitest';
import { operations } from '../../src/engine/device/operations.ts';
import { devicesOfThisMachine } from './devices.ts';
import { proofs } from './proofs/proofs.ts';
import { proveOperations } from './prove-operations.ts';

it('has a proof for every operation of the table', () => {
  expect(Object.keys(proofs).sort()).toEqual(Object.keys(operations).sort());
});

devicesOfThisMachine.forEach(proveOperations);
