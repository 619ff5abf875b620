import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/device/device.ts';
import { type OperationName, operations } from '../../src/engine/device/operations.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { type TestedDevice, titleOf } from './devices.ts';
import * as formulas from './formulas.ts';
import type { Dims, Scalars, Values } from './proof.ts';
import { proofs } from './proofs/proofs.ts';
import { argumentsOf, drawValues, type OperationCall, runOperation } from './run-operation.ts';
import './tolerance.ts';
import { sameBits } from './tolerance.ts';

const names = Object.keys(operations) as OperationName[];

/** The proofs of every operation on one device. */
export function proveOperations(tested: TestedDevice): void {
  const { tolerance } = tested;

  describe.skipIf(tested.missing !== null)(titleOf(tested), () => {
    let device: Device;
    beforeAll(async () => {
      device = await tested.open();
    });
    afterAll(async () => {
      const { liveBytes } = device;
      await device.close();
      expect(liveBytes).toBe(0);
    });

    describe.each(names)('%s', (operation) => {
      const proof = proofs[operation];
      const scalarSets = proof.scalars ?? [{}];

      it.each(settings(proof.shapes, scalarSets))('gives the values of its formula at $title', async (at) => {
        // Taken once for each choice of what is read; differences by an output that is not wanted do no harm.
        const known = new Map<string, Values>();
        for (const call of callsOf(operation, at.dims, at.scalars)) {
          const inputs = inputsOf(call);
          const key = Object.keys(inputs).join();
          const expected = known.get(key) ?? proof.expected(inputs, at.dims, at.scalars);
          known.set(key, expected);
          checkResults(call, await runOperation(device, call), (name) => {
            return added(operation, name) ? expected[name].map((v, i) => v + call.values[name][i]) : expected[name];
          });
        }
      });

      it.each(settings(proof.largerShapes, scalarSets))('gives the same bits again at $title', async (at) => {
        const [call] = callsOf(operation, at.dims, at.scalars);
        const [once, again] = [await runOperation(device, call), await runOperation(device, call)];
        for (const name of Object.keys(once)) expect(sameBits(once[name], again[name]), name).toBe(true);
      });

      if (tested.name === 'reference') return;

      it.each(settings(proof.largerShapes, scalarSets))('agrees with the reference device at $title', async (at) => {
        const reference = openReferenceDevice();
        for (const call of callsOf(operation, at.dims, at.scalars)) {
          const expected = await runOperation(reference, call);
          checkResults(call, await runOperation(device, call), (name) => expected[name]);
        }
      });
    });

    function checkResults(
      call: OperationCall,
      results: Record<string, Float32Array>,
      expected: (name: string) => ArrayLike<number>,
    ) {
      for (const [name, argument] of argumentsOf(call.operation)) {
        if (!(name in results)) continue;
        const where = `${call.operation}(${name}), given [${call.given}], ${call.placement}`;
        if (argument.dtype === 'packed' && argument.access === 'reads') {
          const { C, OC, BITS } = call.dims;
          expect(results[name], where).toBeCloseToTensor(formulas.rounded(call.values[name], C, OC, BITS), tolerance);
        } else if (argument.dtype === 'table' && call.dims.BITS === 16) {
          expect(results[name], where).toBeCloseToTensor(formulas.roundedToBfloat16(call.values[name]), tolerance);
        } else if (argument.access === 'reads') {
          expect(sameBits(results[name], Float32Array.from(call.values[name])), `${where} is changed`).toBe(true);
        } else expect(results[name], where).toBeCloseToTensor(expected(name), tolerance);
      }
    }
  });
}

const settings = (shapes: readonly Dims[], scalarSets: readonly Scalars[]) =>
  shapes.flatMap((dims) =>
    scalarSets.map((scalars) => ({ dims, scalars, title: `${sizesOf(dims)} ${sizesOf(scalars)}`.trimEnd() })),
  );

const sizesOf = (values: Dims | Scalars): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** The call with every choice of optional tensors, in both placements. */
function callsOf(operation: OperationName, dims: Dims, scalars: Scalars): OperationCall[] {
  const values = drawValues(operation, proofs[operation], dims, scalars);
  const optional = argumentsOf(operation).filter(([, argument]) => argument.optional);
  let choices: string[][] = [[]];
  for (const [name] of optional) choices = [...choices.map((set) => [...set, name]), ...choices];
  const { excludes } = proofs[operation];
  return choices
    .filter((given) => !excludes?.(given, dims))
    .flatMap((given) =>
      (['alone', 'amid others'] as const).map((placement) => ({ operation, dims, scalars, values, given, placement })),
    );
}

/** The values of the tensors that are read, those left null being absent. */
function inputsOf({ operation, values, given }: OperationCall): Values {
  const read = argumentsOf(operation).filter(
    ([name, { access, optional }]) =>
      (access === 'reads' || access === 'updates') && (!optional || given.includes(name)),
  );
  return Object.fromEntries(read.map(([name]) => [name, values[name]]));
}

const added = (operation: OperationName, name: string): boolean =>
  argumentsOf(operation).some(([other, { access }]) => other === name && access === 'adds');
