import { describe, expect, it } from 'vitest';
import { type Backend, DeviceFault, type RecordedCall, TensorFault } from '../../../src/engine/device/backend.ts';
import { createDevice } from '../../../src/engine/device/create-device.ts';

/** Remembers what it is told; its memory is a number. */
class RecordingBackend implements Backend<number> {
  readonly name = 'recording';
  readonly description = 'remembers what it is told';
  readonly calls: RecordedCall<number>[] = [];
  readonly freed: number[] = [];
  closed = 0;
  failure: Error | null = null;
  #allocations = 0;

  allocate(): number {
    return this.#allocations++;
  }
  free(memory: number): void {
    this.freed.push(memory);
  }
  write(): void {}
  async read(): Promise<Float32Array> {
    return new Float32Array();
  }
  record(call: RecordedCall<number>): void {
    this.calls.push(call);
  }
  prepare(calls: readonly RecordedCall<number>[]): () => void {
    return () => void this.calls.push(...calls);
  }
  async finish(): Promise<void> {
    if (this.failure) throw this.failure;
  }
  async close(): Promise<void> {
    this.closed++;
  }
}

describe('createDevice', () => {
  it('hands a call on with slices, the sizes behind the letters, and the scalars', () => {
    const backend = new RecordingBackend();
    const device = createDevice(backend);
    const big = device.allocate([100]);
    const [mean, rstd] = [device.allocate([2, 3]), device.allocate([2, 3])];
    device.layerNorm({
      x: device.view(device.view(big, 10, [50]), 5, [2, 3, 5]),
      weight: device.allocate([5]),
      bias: device.allocate([5]),
      out: device.allocate([6, 5]),
      mean,
      rstd,
      epsilon: 0.25,
    });
    expect(backend.calls).toEqual([
      {
        operation: 'layerNorm',
        tensors: {
          x: { memory: 0, firstElement: 15, elements: 30 },
          weight: { memory: 3, firstElement: 0, elements: 5 },
          bias: { memory: 4, firstElement: 0, elements: 5 },
          out: { memory: 5, firstElement: 0, elements: 30 },
          mean: { memory: 1, firstElement: 0, elements: 6 },
          rstd: { memory: 2, firstElement: 0, elements: 6 },
        },
        dims: { N: 6, C: 5 },
        scalars: { epsilon: 0.25 },
      },
    ]);
    expect(Object.keys(backend.calls[0].tensors)).toEqual(['x', 'weight', 'bias', 'out', 'mean', 'rstd']);
    expect(Object.keys(backend.calls[0].dims)).toEqual(['N', 'C']);
  });

  it('replays captured calls as often as asked, while their tensors are there', () => {
    const backend = new RecordingBackend();
    const device = createDevice(backend);
    const [source, out] = [device.allocate([3]), device.allocate([3])];
    const recording = device.capture(() => {
      device.fill({ out: source, value: 2 });
      device.copy({ source, out });
      expect(() => device.capture(() => {})).toThrow('A capture cannot hold another one.');
    });
    expect(backend.calls).toEqual([]);
    device.replay(recording);
    device.replay(recording);
    expect(backend.calls.map(({ operation }) => operation)).toEqual(['fill', 'copy', 'fill', 'copy']);
    expect(() => createDevice(new RecordingBackend()).replay(recording)).toThrow(TensorFault);
    device.free(out);
    expect(() => device.replay(recording)).toThrow('replay uses a tensor that was freed.');
  });

  it('records again after a capture that threw', () => {
    const backend = new RecordingBackend();
    const device = createDevice(backend);
    expect(() => device.capture(() => device.fill({ out: null as never, value: 1 }))).toThrow(TensorFault);
    device.fill({ out: device.allocate([1]), value: 1 });
    expect(backend.calls.length).toBe(1);
  });

  it("keeps the table's order and sends null for what is not wanted", () => {
    const backend = new RecordingBackend();
    const device = createDevice(backend);
    const [qkv, dQkv] = [device.allocate([2, 3, 12]), device.allocate([2, 3, 12])];
    const [dOut, out] = [device.allocate([2, 3, 4]), device.allocate([2, 3, 4])];
    device.attentionBackward({ dQkv, logSumExp: device.allocate([2, 2, 3]), out, qkv, dOut, scale: 1 });
    expect(Object.keys(backend.calls[0].tensors)).toEqual(['dOut', 'qkv', 'out', 'logSumExp', 'dQkv']);
    expect(backend.calls[0].dims).toEqual({ B: 2, T: 3, Q: 4, W: 12, NH: 2 });
    device.linear({
      x: device.allocate([3, 2]),
      weight: device.allocate([2, 4]),
      bias: null,
      residual: null,
      out: device.allocate([3, 4]),
    });
    expect(backend.calls[1].tensors).toMatchObject({ bias: null, residual: null });
  });

  it('frees each allocation once, and the rest on closing, even when the last kernel failed', async () => {
    const backend = new RecordingBackend();
    const device = createDevice(backend);
    const [first] = [device.allocate([1]), device.allocate([1])];
    device.free(first);
    backend.failure = new DeviceFault('lost');
    await expect(device.close()).rejects.toThrow('lost');
    expect(backend.freed).toEqual([0, 1]);
    expect(backend.closed).toBe(1);
    await device.close();
    expect(backend.closed).toBe(1);
  });
});
