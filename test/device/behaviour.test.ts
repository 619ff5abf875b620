import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TensorFault } from '../../src/engine/device/backend.ts';
import type { Device, Tensor } from '../../src/engine/device/device.ts';
import { openReferenceDevice } from '../../src/engine/device/reference/reference-device.ts';
import { Random } from '../../src/engine/random.ts';
import { devices, titleOf } from './devices.ts';
import { sameBits } from './tolerance.ts';

/** What holds on every device beyond the values of single operations: promises that other rooms rely on. */
for (const tested of devices) {
  describe.skipIf(tested.missing !== null)(titleOf(tested), () => {
    let device: Device;
    let random: Random;
    beforeEach(async () => {
      device = await tested.open();
      random = Random.fromSeed(7);
    });
    afterEach(() => device.close());

    function tensor(shape: number[], data: ArrayLike<number> | 'random' = 'random'): Tensor {
      const made = device.allocate(shape);
      const values = new Float32Array(made.elements);
      device.write(made, data === 'random' ? random.fillNormal(values) : Float32Array.from(data));
      return made;
    }
    function whole(shape: number[], data: ArrayLike<number>): Tensor {
      const made = device.allocate(shape, 'int32');
      device.write(made, Int32Array.from(data));
      return made;
    }

    describe('memory', () => {
      it('starts as zeros, and counts the bytes that live', async () => {
        const a = device.allocate([3, 5]);
        const b = device.allocate([17], 'int32');
        expect(device.liveBytes).toBe(4 * (15 + 17));
        expect([...(await device.read(a))]).toEqual(new Array(15).fill(0));
        expect([...(await device.read(b))]).toEqual(new Array(17).fill(0));
        device.free(a);
        expect(device.liveBytes).toBe(4 * 17);
        device.free(b);
        expect(device.liveBytes).toBe(0);
      });

      it('gives everything back on closing, and cannot be used afterwards', async () => {
        const a = device.allocate([3]);
        await device.close();
        expect(device.liveBytes).toBe(0);
        expect(() => device.write(a, new Float32Array(3))).toThrow(TensorFault);
        expect(() => device.allocate([3])).toThrow(TensorFault);
      });

      it('refuses a tensor, and every view of it, after it was freed', async () => {
        const a = device.allocate([2, 3]);
        const view = device.view(a, 3, [3]);
        device.free(a);
        for (const freed of [a, view]) {
          expect(() => device.fill({ out: freed, value: 1 })).toThrow(/fill\(out\) uses a tensor that was freed/);
          expect(() => device.write(freed, new Float32Array(freed.elements))).toThrow(TensorFault);
          await expect(device.read(freed)).rejects.toThrow(TensorFault);
          expect(() => device.view(freed, 0, [1])).toThrow(TensorFault);
          expect(() => device.free(freed)).toThrow(TensorFault);
        }
      });

      it('runs the kernels recorded before a tensor was freed', async () => {
        const source = tensor([65], new Array(65).fill(3));
        const out = device.allocate([65]);
        device.copy({ source, out });
        device.free(source);
        const next = device.allocate([65]);
        device.fill({ out: next, value: -1 });
        expect([...(await device.read(out))]).toEqual(new Array(65).fill(3));
      });

      it('refuses a tensor of another device', async () => {
        const other = openReferenceDevice();
        expect(() => device.fill({ out: other.allocate([3]), value: 1 })).toThrow(/another device/);
        await other.close();
      });

      it('lets a view be written and read in its place, and not be freed', async () => {
        const a = device.allocate([2, 3]);
        const row = device.view(a, 3, [3]);
        device.write(row, Float32Array.of(1, 2, 3));
        device.fill({ out: device.view(row, 1, [1]), value: 9 });
        expect([...(await device.read(a))]).toEqual([0, 0, 0, 1, 9, 3]);
        expect([...(await device.read(row))]).toEqual([1, 9, 3]);
        expect(() => device.free(row)).toThrow(TensorFault);
        expect(() => device.view(a, 4, [3])).toThrow(TensorFault);
        expect(() => device.view(a, -1, [3])).toThrow(TensorFault);
      });
    });

    it('runs captured kernels each time they are replayed, in order with the others', async () => {
      const [counter, step] = [tensor([2], [0, 10]), tensor([2], [1, 2])];
      const recording = device.capture(() => {
        device.sgd({ parameter: counter, gradient: step, learning_rate: -1, gradientScale: 1 });
      });
      device.replay(recording);
      device.fill({ out: step, value: 5 });
      device.replay(recording);
      expect([...(await device.read(counter))]).toEqual([6, 17]);
      device.replay(recording);
      expect([...(await device.read(counter))]).toEqual([11, 22]);
    });

    describe('a packed matrix', () => {
      it('counts the bytes it takes, a panel of 32 columns at a time', () => {
        const kept = (['bfloat16', 'int8', 'q8_0'] as const).map((type) => device.allocate([3, 33], type));
        expect(device.liveBytes).toBe(64 * 4 * 2 + 64 * (3 + 4) + 64 * (3 + 4));
        kept.push(device.allocate([33, 3], 'int8'), device.allocate([33, 3], 'q8_0'));
        expect(device.liveBytes).toBe(64 * (8 + 7 + 7) + 32 * (33 + 4) + 32 * (33 + 2 * 4));
        for (const packed of kept) device.free(packed);
        expect(device.liveBytes).toBe(0);
      });

      it('can be looked into by nothing but its product', async () => {
        const packed = device.allocate([4, 4], 'bfloat16');
        expect(() => device.allocate([2, 2, 4], 'int8')).toThrow('A packed matrix has two axes');
        expect(() => device.view(packed, 0, [4])).toThrow('view cannot look into a matrix packed as bfloat16.');
        expect(() => device.write(packed, new Float32Array(16))).toThrow(TensorFault);
        await expect(device.read(packed)).rejects.toThrow(TensorFault);
        const call = { x: tensor([1, 4]), bias: null, residual: null, out: device.allocate([1, 4]) };
        expect(() => device.linear({ ...call, weight: packed })).toThrow(
          'linear(weight) is bfloat16, expected float32.',
        );
        const weight = device.allocate([4, 4]);
        expect(() => device.linearPacked({ ...call, weight })).toThrow(
          'linearPacked(weight) is float32, expected packed.',
        );
      });

      it.each(['bfloat16', 'q8_0', 'int8'] as const)(
        'of %s stays not a number where it was none, and zero',
        async (type) => {
          const [weight, packed] = [tensor([2, 3], [0, Number.NaN, 1, 0, 2, -3]), device.allocate([2, 3], type)];
          device.pack({ weight, out: packed });
          const out = device.allocate([1, 3]);
          device.linearPacked({ x: tensor([1, 2], [1, 1]), weight: packed, bias: null, residual: null, out });
          const [zero, none, some] = await device.read(out);
          expect([zero, none]).toEqual([0, Number.NaN]);
          expect(some).toBeCloseTo(-2, 1);
        },
      );
    });

    describe('order', () => {
      it('reads into an array that it is given, which has to be as long', async () => {
        const a = device.allocate([3]);
        const into = new Float32Array(3);
        device.write(a, Float32Array.of(1, 2, 3));
        expect(await device.read(a, into)).toBe(into);
        expect([...into]).toEqual([1, 2, 3]);
        await expect(device.read(a, new Float32Array(2))).rejects.toThrow(TensorFault);
        await expect(device.read(device.allocate([3], 'int32'), into)).rejects.toThrow(TensorFault);
      });

      it('runs writes, kernels and reads in the order they were asked for', async () => {
        const a = tensor([3], [1, 1, 1]);
        const b = device.allocate([3]);
        device.copy({ source: a, out: b });
        const data = Float32Array.of(2, 2, 2);
        device.write(a, data);
        data.fill(5);
        const early = device.read(a);
        device.fill({ out: a, value: 7 });
        expect([...(await early)]).toEqual([2, 2, 2]);
        expect([...(await device.read(a))]).toEqual([7, 7, 7]);
        expect([...(await device.read(b))]).toEqual([1, 1, 1]);
      });

      it('answers several who wait at once', async () => {
        const tensors = [1, 2, 3].map((value) => tensor([1], [value]));
        const read = await Promise.all([...tensors.map((one) => device.read(one)), device.finish()]);
        expect(read.slice(0, 3).map((values) => values?.[0])).toEqual([1, 2, 3]);
      });
    });

    describe('faults of the caller', () => {
      it('names operation, argument and letters of a shape that does not fit', () => {
        const out = device.allocate([3, 7]);
        const call = { x: device.allocate([3, 4]), weight: device.allocate([5, 7]), bias: null, residual: null, out };
        expect(() => device.linear(call)).toThrow(TensorFault);
        expect(() => device.linear(call)).toThrow('linear(weight) has shape (5, 7), expected (C, OC) with C = 4.');
        const flat = { ...call, weight: device.allocate([28]) };
        expect(() => device.linear(flat)).toThrow('linear(weight) has shape (28), expected (C, OC).');
        const qkv = device.allocate([1, 2, 10]);
        const logSumExp = device.allocate([1, 2, 2]);
        const attention = () => device.attention({ qkv, out: device.allocate([1, 3, 4]), logSumExp, scale: 1 });
        expect(attention).toThrow('attention(out) has shape (1, 3, 4), expected (B, T, Q) with T = 2.');
        const swiglu = () => device.swiglu({ x: device.allocate([2, 5]), out: device.allocate([2, 2]) });
        expect(swiglu).toThrow('swiglu(x) has shape (2, 5), expected (N, 2F).');
      });

      it('refuses the wrong type, a missing tensor and a missing number', () => {
        const whole = device.allocate([3], 'int32');
        const real = device.allocate([3]);
        expect(() => device.fill({ out: whole, value: 1 })).toThrow('fill(out) is int32, expected float32.');
        expect(() => device.write(whole, new Float32Array(3))).toThrow(TensorFault);
        expect(() => device.write(real, new Float32Array(4))).toThrow(TensorFault);
        expect(() => device.copy({ source: null as unknown as Tensor, out: real })).toThrow(/copy\(source\)/);
        expect(() => device.fill({ out: real } as unknown as { out: Tensor; value: number })).toThrow(/fill\(value\)/);
        expect(() => device.allocate([2, 1.5])).toThrow(TensorFault);
      });

      it('refuses to look into a table of 16 bits, and a gradient of a head of 16 bits', async () => {
        const head = device.allocate([3, 5], 'table16');
        expect(device.liveBytes).toBe(3 * 3 * 4);
        expect(() => device.view(head, 0, [5])).toThrow('view cannot look into a table of type table16.');
        expect(() => device.write(head, new Float32Array(15))).toThrow(TensorFault);
        expect(() => device.allocate([15], 'table16')).toThrow('A table of 16 bits has two axes, not the shape (15).');
        expect(() => device.round({ x: tensor([3, 5]), out: device.allocate([3, 5]) })).toThrow(
          'round(out) is float32, expected table16.',
        );
        const call = { x: tensor([2, 5]), targets: whole([2], [0, 1]), losses: device.allocate([2]), lossScale: 1 };
        expect(() => device.classifier({ ...call, head, dX: null, dHead: device.allocate([3, 5]) })).toThrow(
          'classifier(dHead) must be null: a head of 16 bits has no gradient.',
        );
      });

      it.each([[[2, 1, 5]], [[2, 3, 4]], [[-1, 3, 5]]])('refuses parts that end at %o of 5 columns', async (places) => {
        const call = { x: tensor([2, 3]), a: tensor([3, 3]), b: tensor([5, 1]), ends: whole([3], places) };
        device.lowRank({ ...call, h: device.allocate([2, 3]), out: tensor([2, 5]), scale: 1, dropout: 0, draw: 0 });
        await expect(device.finish()).rejects.toThrow(/lowRank/);
      });

      it('takes leading axes as rows', async () => {
        const x = tensor([2, 3, 4]);
        const flat = device.view(x, 0, [6, 4]);
        const head = tensor([5, 4]);
        const [deep, shallow] = [device.allocate([2, 3, 5]), device.allocate([6, 5])];
        device.logits({ x, head, out: deep });
        device.logits({ x: flat, head, out: shallow });
        expect(await device.read(deep)).toEqual(await device.read(shallow));
        const swapped = device.allocate([3, 3, 5]);
        expect(() => device.logits({ x, head, out: swapped })).toThrow(/logits\(out\).*\(N, V\) with N = 6/);
      });
    });

    describe('a row of decoding depends on that row alone, to the last bit', () => {
      const [C, wide] = [65, 131];
      /** Of 17 rows: where some begin, and how many they are. */
      const someRows = [
        [0, 1],
        [16, 1],
        [3, 2],
        [5, 3],
        [8, 9],
      ] as const;

      it('in linear', async () => {
        const [x, weight, bias] = [tensor([17, C]), tensor([C, wide]), tensor([wide])];
        const all = device.allocate([17, wide]);
        device.linear({ x, weight, bias, residual: null, out: all });
        for (const [first, rows] of someRows) {
          const out = device.allocate([rows, wide]);
          device.linear({ x: device.view(x, first * C, [rows, C]), weight, bias, residual: null, out });
          expect(await rowsAreSame(out, all, first, rows, wide)).toBe(true);
        }
      });

      it('in logits', async () => {
        const [x, head] = [tensor([17, C]), tensor([1003, C])];
        const all = device.allocate([17, 1003]);
        device.logits({ x, head, out: all });
        for (const [first, rows] of someRows) {
          const out = device.allocate([rows, 1003]);
          device.logits({ x: device.view(x, first * C, [rows, C]), head, out });
          expect(await rowsAreSame(out, all, first, rows, 1003)).toBe(true);
        }
      });

      it.each(['bfloat16', 'q8_0', 'int8'] as const)('in linearPacked, with a weight of %s', async (type) => {
        const [x, bias, residual] = [tensor([115, C]), tensor([wide]), tensor([115, wide])];
        const weight = device.allocate([C, wide], type);
        device.pack({ weight: tensor([C, wide]), out: weight });
        const all = device.allocate([115, wide]);
        device.linearPacked({ x, weight, bias, residual, out: all });
        for (const [first, rows] of someRows) {
          const out = device.allocate([rows, wide]);
          const [some, added] = [
            device.view(x, first * C, [rows, C]),
            device.view(residual, first * wide, [rows, wide]),
          ];
          device.linearPacked({ x: some, weight, bias, residual: added, out });
          expect(await rowsAreSame(out, all, first, rows, wide)).toBe(true);
        }
      });

      it.each(['cache32', 'cache16'] as const)('in attentionCached with a %s', async (type) => {
        const [B, NH, P, HS] = [5, 4, 33, 17];
        const width = NH * HS;
        const [past, qkv] = [tensor([B, P, 3 * width]), tensor([B, 1, 3 * width])];
        const places = [0, 32, 7, 16, 31];
        /** Of `count` texts from `first` on: what each has so far, then its next token. */
        const attend = (first: number, count: number) => {
          const [keys, values] = [device.allocate([count, NH, P, HS], type), device.allocate([count, NH, P, HS], type)];
          const rowsOf = (all: Tensor, T: number) => device.view(all, first * T * 3 * width, [count, T, 3 * width]);
          const ignored = device.allocate([count, P, width]);
          const none = whole([count], Array(count).fill(0));
          device.attentionCached({ qkv: rowsOf(past, P), positions: none, keys, values, out: ignored, scale: 0.25 });
          const out = device.allocate([count, 1, width]);
          const positions = whole([count], places.slice(first, first + count));
          device.attentionCached({ qkv: rowsOf(qkv, 1), positions, keys, values, out, scale: 0.25 });
          return out;
        };
        const all = attend(0, B);
        for (let b = 0; b < B; b++) expect(await rowsAreSame(attend(b, 1), all, b, 1, width)).toBe(true);
      });

      it('in logits, with a head of 16 bits', async () => {
        const [x, head] = [tensor([17, C]), device.allocate([1003, C], 'table16')];
        device.round({ x: tensor([1003, C]), out: head });
        const all = device.allocate([17, 1003]);
        device.logits({ x, head, out: all });
        for (const [first, rows] of someRows) {
          const out = device.allocate([rows, 1003]);
          device.logits({ x: device.view(x, first * C, [rows, C]), head, out });
          expect(await rowsAreSame(out, all, first, rows, 1003)).toBe(true);
        }
      });

      async function rowsAreSame(some: Tensor, all: Tensor, first: number, rows: number, width: number) {
        const window = device.view(all, first * width, [rows, width]);
        return sameBits(await device.read(some), await device.read(window));
      }
    });

    describe('tensors that may be one another', () => {
      it('linear adds onto its residual in place', async () => {
        const [x, weight, residual] = [tensor([17, 65]), tensor([65, 33]), tensor([17, 33])];
        const apart = device.allocate([17, 33]);
        device.linear({ x, weight, bias: null, residual, out: apart });
        device.linear({ x, weight, bias: null, residual, out: residual });
        expect(await device.read(residual)).toEqual(await device.read(apart));
      });

      it('dropout overwrites x or its residual in place', async () => {
        const [x, residual, out] = [tensor([1003]), tensor([1003]), device.allocate([1003])];
        const scalars = { factor: 0.3, dropout: 0.4, draw: 9 };
        device.dropout({ x, residual, out, ...scalars });
        device.dropout({ x, residual, out: residual, ...scalars });
        expect(await device.read(residual)).toEqual(await device.read(out));
        device.dropout({ x, residual: null, out, ...scalars });
        device.dropout({ x, residual: null, out: x, ...scalars });
        expect(await device.read(x)).toEqual(await device.read(out));
        expect(() => device.dropout({ x, residual: null, out, ...scalars, dropout: 1 })).toThrow(
          /dropout\(dropout\) is 1/,
        );
      });

      it('scale overwrites x, and headNormBackward its dOut, in place', async () => {
        const [x, scaled] = [tensor([1003]), device.allocate([1003])];
        device.scale({ x, residual: null, out: scaled, factor: 0.3 });
        device.scale({ x, residual: null, out: x, factor: 0.3 });
        expect(await device.read(x)).toEqual(await device.read(scaled));
        const [dOut, rows, dX] = [tensor([3, 5, 35]), tensor([3, 5, 35]), device.allocate([3, 5, 35])];
        const [queryWeight, keyWeight] = [tensor([7]), tensor([7])];
        const rest = { x: rows, queryWeight, keyWeight, dQueryWeight: null, dKeyWeight: null };
        const scalars = { heads: 3, keyHeads: 1, epsilon: 1e-6 };
        device.headNormBackward({ ...rest, ...scalars, dOut, dX });
        device.headNormBackward({ ...rest, ...scalars, dOut, dX: dOut });
        expect(await device.read(dOut)).toEqual(await device.read(dX));
      });

      it('geluBackward overwrites its dOut in place', async () => {
        const [dOut, x] = [tensor([1003]), tensor([1003])];
        const dX = device.allocate([1003]);
        device.geluBackward({ dOut, x, dX });
        device.geluBackward({ dOut, x, dX: dOut });
        expect(await device.read(dOut)).toEqual(await device.read(dX));
      });
    });

    describe('hard numbers', () => {
      it('attends to scores far beyond the range of exp', async () => {
        const [T, C] = [17, 4];
        const qkv = tensor(
          [1, T, 3 * C],
          Array.from({ length: T * 3 * C }, (_, i) => (i % 7) * 100),
        );
        const [out, logSumExp] = [device.allocate([1, T, C]), device.allocate([1, 2, T])];
        device.attention({ qkv, out, logSumExp, scale: 0.7 });
        expect((await device.read(out)).every(Number.isFinite)).toBe(true);
        expect((await device.read(logSumExp)).every(Number.isFinite)).toBe(true);
      });

      it('loses what the target logit lacks, far beyond the range of exp', async () => {
        const x = tensor([1, 1], [1000]);
        const head = tensor([3, 1], [1, 0, -1]);
        const [losses, dX, dHead] = [device.allocate([1]), device.allocate([1, 1]), device.allocate([3, 1])];
        device.classifier({ x, head, targets: whole([1], [2]), losses, dX, dHead, lossScale: 0.5 });
        expect([...(await device.read(losses))]).toEqual([2000]);
        expect([...(await device.read(dX))]).toEqual([1]);
        expect([...(await device.read(dHead))]).toEqual([500, 0, -500]);
      });

      it('saturates GELU: far right is x, far left is nothing', async () => {
        const x = tensor([4], [100, -100, 1e10, -1e10]);
        const [out, dX] = [device.allocate([4]), device.allocate([4])];
        device.gelu({ x, out });
        device.geluBackward({ dOut: tensor([4], [1, 1, 1, 1]), x, dX });
        expect([...(await device.read(out))].map((value) => value + 0)).toEqual([100, 0, Math.fround(1e10), 0]);
        expect([...(await device.read(dX))].map((value) => value + 0)).toEqual([1, 0, 1, 0]);
      });

      it('saturates SwiGLU: an open gate is x, a closed one nothing', async () => {
        const x = tensor([4, 2], [100, 3, -1000, 3, 1e10, 3, -1e10, 3]);
        const [out, dX] = [device.allocate([4, 1]), device.allocate([4, 2])];
        device.swiglu({ x, out });
        device.swigluBackward({ dOut: tensor([4, 1], [1, 1, 1, 1]), x, dX });
        expect([...(await device.read(out))].map((value) => value + 0)).toEqual([300, 0, Math.fround(3e10), 0]);
        const gradients = [3, 100, 0, 0, 3, Math.fround(1e10), 0, 0];
        expect([...(await device.read(dX))].map((value) => value + 0)).toEqual(gradients);
      });

      it('gives a row of zeros back from rmsNorm', async () => {
        const out = device.allocate([2, 3]);
        const x = tensor([2, 3], [0, 0, 0, 1e-30, 0, 0]);
        device.rmsNorm({ x, weight: tensor([3]), out, rstd: null, epsilon: 1e-6 });
        expect((await device.read(out)).every((value) => Math.abs(value) < 1e-26)).toBe(true);
      });

      it('normalises a row without variance to its bias', async () => {
        const x = tensor([2, 3], [5, 5, 5, 0, 0, 0]);
        const out = device.allocate([2, 3]);
        const bias = tensor([3], [1, 2, 3]);
        device.layerNorm({ x, weight: tensor([3]), bias, out, mean: null, rstd: null, epsilon: 1e-5 });
        expect([...(await device.read(out))]).toEqual([1, 2, 3, 1, 2, 3]);
      });
    });
  });
}
