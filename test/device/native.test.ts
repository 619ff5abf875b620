import { describe, expect, it } from 'vitest';
import { DeviceFault, TensorFault } from '../../src/engine/device/backend.ts';
import type { Device, Tensor } from '../../src/engine/device/device.ts';
import { Random } from '../../src/engine/random.ts';
import type { Precision } from '../../src/node/native-device/native-backend.ts';
import {
  InstructionSetFault,
  nativeDeviceStatus,
  openNativeDevice,
  PrecisionFault,
} from '../../src/node/native-device/native-device.ts';
import { largeCalls, run } from './large-calls.ts';
import { emulatedWays, missingEmulation, openEmulatedDevice } from './served/open-served-device.ts';
import './tolerance.ts';
import { sameBits } from './tolerance.ts';

/** What the shared suite cannot know: threads, instruction sets, sizes past the native kernels' own blocks. */
const status = nativeDeviceStatus();
const instructionSets = status.available ? status.instructionSets : [];
const title = status.available ? 'the CPU device' : `the CPU device (skipped: ${status.reason})`;

interface Way {
  readonly name: string;
  readonly precision: Precision;
  readonly open: (threads: number) => Device;
}

/** Each way to compute that this machine has: float32 with each instruction set, and bfloat16 where there are instructions for it. */
const ways: Way[] = [
  ...instructionSets.map((instructionSet) => ({
    name: instructionSet,
    precision: 'float32' as const,
    open: (threads: number) => openNativeDevice({ instructionSet, threads }),
  })),
  ...(status.available && status.bfloat16
    ? [
        {
          name: 'bfloat16',
          precision: 'bfloat16' as const,
          open: (threads: number) => openNativeDevice({ precision: 'bfloat16', threads }),
        },
      ]
    : []),
];

/** Those of 64-bit ARM. An emulator is too slow for the large calls with several numbers of threads. */
const waysOfArm: Way[] = emulatedWays.map(({ name, instructionSet, precision }) => ({
  name,
  precision,
  open: (threads) => openEmulatedDevice({ instructionSet, precision, threads }),
}));

/** In place: to the nearest number with 8 significant bits, ties to even. */
function roundToBfloat16(numbers: Float32Array): void {
  const bits = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  bits.forEach((pattern, i) => {
    bits[i] = (pattern + 0x7fff + ((pattern >>> 16) & 1)) & 0xffff0000;
  });
}

function testPastBlocks({ precision, open }: Way): void {
  it('multiplies past its blocks as plain loops do, its operands rounded as asked', async () => {
    const device = open(2);
    const inputs: Float32Array[] = [];
    const { out } = await run(largeCalls.linear, device, inputs);
    await device.close();
    const [N, C, OC] = [150, 1300, 450];
    const [, x, weight, bias, residual] = inputs;
    if (precision === 'bfloat16') {
      roundToBfloat16(x);
      roundToBfloat16(weight);
    }
    const expected = Float64Array.from({ length: N * OC }, (_, i) => bias[i % OC] + residual[i]);
    for (let n = 0; n < N; n++) {
      for (let c = 0; c < C; c++) {
        for (let oc = 0; oc < OC; oc++) expected[n * OC + oc] += x[n * C + c] * weight[c * OC + oc];
      }
    }
    expect(out).toBeCloseToTensor(expected, { relative: 1e-5, absolute: 0 });
  });

  it.each([401, 20])('gives a row of linear the same bits among 1, 16, 17 and 100 rows, of %i columns', async (OC) => {
    const device = open(2);
    const C = 2100;
    const random = Random.fromSeed(9);
    const filled = (shape: number[]) => {
      const made = device.allocate(shape);
      device.write(
        made,
        Float32Array.from({ length: made.elements }, () => random.uniform() - 0.4),
      );
      return made;
    };
    const [x, weight, bias, residual] = [filled([100, C]), filled([C, OC]), filled([OC]), filled([100, OC])];
    const rowsOf = async (rows: number) => {
      const out = device.allocate([rows, OC]);
      const [some, added] = [device.view(x, 0, [rows, C]), device.view(residual, 0, [rows, OC])];
      device.linear({ x: some, weight, bias, residual: added, out });
      return device.read(out);
    };
    const all = await rowsOf(100);
    for (const rows of [1, 16, 17]) expect(sameBits(await rowsOf(rows), all.subarray(0, rows * OC))).toBe(true);
    await device.close();
  });

  it('takes a large vocabulary in chunks of fewer rows, with the same results', async () => {
    const device = open(2);
    const [N, C, V] = [300, 3, 100_003];
    const random = Random.fromSeed(3);
    const filled = (shape: number[]) => {
      const made = device.allocate(shape);
      device.write(made, random.fillNormal(new Float32Array(made.elements)));
      return made;
    };
    const [x, head, targets] = [filled([N, C]), filled([V, C]), device.allocate([N], 'int32')];
    device.write(
      targets,
      Int32Array.from({ length: N }, (_, i) => (i * 331) % V),
    );
    const gradients = async (pieces: number) => {
      const [losses, dX, dHead] = [device.allocate([N]), device.allocate([N, C]), device.allocate([V, C])];
      const rows = N / pieces;
      for (let first = 0; first < N; first += rows) {
        const of = (tensor: Tensor, width: number) =>
          device.view(tensor, first * width, width === 1 ? [rows] : [rows, width]);
        const own = { x: of(x, C), targets: of(targets, 1), losses: of(losses, 1), dX: of(dX, C) };
        device.classifier({ ...own, head, dHead, lossScale: 1 });
      }
      return { losses: await device.read(losses), dX: await device.read(dX), dHead: await device.read(dHead) };
    };
    const [whole, inPieces] = [await gradients(1), await gradients(10)];
    expect(sameBits(whole.losses, inPieces.losses)).toBe(true);
    expect(sameBits(whole.dX, inPieces.dX)).toBe(true);
    // Pieces of 30 rows are rounded where they are added.
    expect(whole.dHead).toBeCloseToTensor(inPieces.dHead, { relative: 1e-5, absolute: 1e-6 });
    await device.close();
  });

  it('is named for people', async () => {
    const device = open(1);
    expect(device.description).toMatch(/^CPU, 1 thread, (AVX-512|AVX2|NEON|plain C\+\+)( bf16)?$/);
    expect(device.description.endsWith(' bf16')).toBe(precision === 'bfloat16');
    await device.close();
  });
}

describe.skipIf(missingEmulation !== null)(
  missingEmulation === null ? 'the CPU device of ARM' : `the CPU device of ARM (skipped: ${missingEmulation})`,
  // Some seconds each, on a busy machine many times that.
  { timeout: 300_000 },
  () => {
    describe.each(waysOfArm)('with $name', testPastBlocks);
  },
);

describe.skipIf(!status.available)(title, () => {
  describe.each(ways)('with $name', (way) => {
    const { open } = way;
    testPastBlocks(way);

    it.each(Object.keys(largeCalls))('gives the same bits of %s with one, two and three threads', async (name) => {
      const results = [];
      for (const threads of [1, 2, 3]) {
        const device = open(threads);
        results.push(await run(largeCalls[name], device));
        await device.close();
      }
      for (const other of results.slice(1)) {
        for (const tensor of Object.keys(other)) expect(sameBits(results[0][tensor], other[tensor]), tensor).toBe(true);
      }
    });
  });

  it('agrees with itself across instruction sets', async () => {
    for (const [name, call] of Object.entries(largeCalls)) {
      const results = [];
      for (const instructionSet of instructionSets) {
        const device = openNativeDevice({ instructionSet, threads: 2 });
        results.push(await run(call, device));
        await device.close();
      }
      for (const other of results.slice(1)) {
        for (const tensor of Object.keys(other)) {
          expect(other[tensor], `${name}(${tensor})`).toBeCloseToTensor(results[0][tensor], {
            relative: 2e-5,
            absolute: 1e-7,
          });
        }
      }
    }
  });

  it('lets timers fire while it computes', async () => {
    const device = openNativeDevice();
    const [N, C] = [768, 768];
    const [x, weight, out] = [device.allocate([N, C]), device.allocate([C, C]), device.allocate([N, C])];
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
    }, 5);
    const start = performance.now();
    while (performance.now() - start < 500) {
      for (let i = 0; i < 10; i++) device.linear({ x, weight, bias: null, residual: null, out });
      await device.finish();
    }
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
    await device.close();
  });

  it('runs what several ask for at once in order, on two devices side by side', async () => {
    const devices = [openNativeDevice({ threads: 2 }), openNativeDevice({ threads: 1 })];
    await Promise.all(
      devices.map(async (device) => {
        const counter = device.allocate([70_000]);
        const reads: Promise<Float32Array>[] = [];
        for (let value = 1; value <= 50; value++) {
          const temporary = device.allocate([70_000]);
          device.fill({ out: temporary, value });
          device.copy({ source: temporary, out: counter });
          device.free(temporary);
          reads.push(device.read(counter));
          if (value % 7 === 0) await device.finish();
        }
        const values = await Promise.all(reads);
        expect(values.map((read) => read[69_999])).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
        device.free(counter);
        expect(device.liveBytes).toBe(0);
        await device.close();
      }),
    );
  });

  it('says which token, position or target is out of range, and continues', async () => {
    const device = openNativeDevice();
    const [tokens, positions] = [device.allocate([1, 2], 'int32'), device.allocate([1], 'int32')];
    const [tokenTable, positionTable, out] = [
      device.allocate([5, 3]),
      device.allocate([4, 3]),
      device.allocate([1, 2, 3]),
    ];
    device.write(tokens, Int32Array.of(1, 5));
    device.embedding({ tokens, positions, tokenTable, positionTable, out });
    await expect(device.finish()).rejects.toThrow('embedding got token 5 at place 1; the vocabulary has 5 entries');
    device.write(tokens, Int32Array.of(1, 4));
    device.write(positions, Int32Array.of(3));
    device.embedding({ tokens, positions, tokenTable, positionTable, out });
    await expect(device.finish()).rejects.toThrow(DeviceFault);
    device.write(positions, Int32Array.of(2));
    device.embedding({ tokens, positions, tokenTable, positionTable, out });
    await device.finish();
    await device.close();
  });

  it('refuses a tensor freed twice, and work after closing', async () => {
    const device = openNativeDevice();
    const tensor = device.allocate([3]);
    device.free(tensor);
    expect(() => device.free(tensor)).toThrow(TensorFault);
    const kept = device.allocate([3]);
    await device.close();
    await device.close();
    expect(() => device.fill({ out: kept, value: 1 })).toThrow(TensorFault);
    expect(device.liveBytes).toBe(0);
  });

  it('refuses instruction sets and thread counts that cannot be, naming those that can', () => {
    expect(() => openNativeDevice({ instructionSet: 'avx9' })).toThrow(InstructionSetFault);
    expect(() => openNativeDevice({ instructionSet: 'avx9' })).toThrow(`it can run ${instructionSets.join(', ')}.`);
    expect(() => openNativeDevice({ threads: 0 })).toThrow('The number of threads must be a whole number');
    expect(() => openNativeDevice({ threads: 1.5 })).toThrow(DeviceFault);
  });

  it('refuses bfloat16 by name where there are no instructions for it', () => {
    expect(() => openNativeDevice({ instructionSet: 'plain', precision: 'bfloat16' })).toThrow(PrecisionFault);
    expect(() => openNativeDevice({ instructionSet: 'plain', precision: 'bfloat16' })).toThrow(
      'plain has no instructions to multiply bfloat16 numbers',
    );
  });

  it('takes the instruction set from TPDNE_CPU', async () => {
    process.env.TPDNE_CPU = 'plain';
    const device = openNativeDevice({ threads: 2 });
    expect(device.description).toBe('CPU, 2 threads, plain C++');
    process.env.TPDNE_CPU = 'nonsense';
    expect(() => openNativeDevice()).toThrow('TPDNE_CPU is "nonsense", which this machine cannot run');
    delete process.env.TPDNE_CPU;
    await device.close();
  });
});
