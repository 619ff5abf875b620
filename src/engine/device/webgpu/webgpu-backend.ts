import { type Backend, DeviceFault, DeviceMemoryFault, type Slice, TensorFault } from '../backend.ts';
import type { DataType } from '../data-types.ts';
import { storedBytes } from '../stored-bytes.ts';
import { BindGroups, type PreparedDispatch } from './bind-groups.ts';
import { Commands } from './commands.ts';
import type { GpuCall, PlanContext } from './dispatch.ts';
import { GpuLostFault, GpuShaderFault } from './faults.ts';
import { COPY_DST, COPY_SRC, type GpuDevice, STORAGE } from './gpu.ts';
import type { MatrixUnits } from './matrix-units.ts';
import type { GpuMemory } from './memory.ts';
import type { Operands } from './operands.ts';
import { Pipelines } from './pipelines.ts';
import { plans } from './plans.ts';
import { Scratch } from './scratch.ts';
import { Staging } from './staging.ts';
import { type Tuning, usualTuning } from './tuning.ts';

/** Bindings begin at multiples of 256 bytes, so one may span this much more than its tensor. */
const BINDING_MARGIN_BYTES = 256;

/** Numbers beyond which an offset in elements would not fit into the 32 bits of a shader. */
const MOST_ADDRESSABLE_BYTES = 2 ** 34;

/** How the device multiplies. */
export interface ProductOptions {
  /** What operands are rounded to. */
  readonly operands: Operands;
  /** Null if they are not used. */
  readonly matrixUnits: MatrixUnits | null;
}

/** A call that is recorded again and again, and the versions of the whole numbers on which its dispatches depend. */
interface PreparedCall {
  readonly call: GpuCall;
  dispatches: readonly PreparedDispatch[];
  integers: ReadonlyMap<GpuMemory, number>;
  /** Of the working memory that the dispatches use. */
  scratch: number;
  /** Why it cannot run. */
  fault: TensorFault | null;
}

/**
 * Kernels on a GPU. Calls become dispatches as they are recorded and are sent by `finish`, by `read` and by a write to what they
 * use, or when there are many. Whole numbers that kernels follow are known to the host, which checks them; what is wrong
 * with them, and what the driver reports, is thrown by the next `finish` or `read`.
 */
export class WebGpuBackend implements Backend<GpuMemory> {
  readonly name = 'webgpu';
  description: string;
  /** How products are cut, from the next call that is recorded on. */
  tuning: Tuning = usualTuning;
  /** Null if they are not used. */
  matrixUnits: MatrixUnits | null;
  readonly largestBufferBytes: number;
  readonly #device: GpuDevice;
  readonly #groups: BindGroups;
  readonly #commands: Commands;
  readonly #staging: Staging;
  readonly #scratch: Scratch;
  /** What the driver has yet to answer: whether there was room, whether a shader was compiled. */
  #checks: Promise<unknown>[] = [];
  #fault: DeviceFault | null = null;
  /** What the driver refused; often because of the fault before it. */
  #refused: DeviceFault | null = null;
  #lost: GpuLostFault | null = null;
  #isClosed = false;
  #allocations = 0;
  /** The whole numbers that planning a call has looked at. */
  #looked = new Map<GpuMemory, number>();
  readonly #context: Omit<PlanContext, 'tuning' | 'matrixUnits'>;

  constructor(device: GpuDevice, description: string, { operands, matrixUnits }: ProductOptions) {
    this.#device = device;
    this.description = description;
    this.matrixUnits = matrixUnits;
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.largestBufferBytes =
      Math.min(maxBufferSize, maxStorageBufferBindingSize, MOST_ADDRESSABLE_BYTES) - BINDING_MARGIN_BYTES;
    const pipelines = new Pipelines(device, (check) => this.#check(check));
    this.#groups = new BindGroups(device, pipelines, operands);
    this.#commands = new Commands(device, pipelines);
    this.#staging = new Staging(device);
    this.#scratch = new Scratch(
      (elements) => this.allocate([elements], 'float32'),
      (memory) => this.free(memory),
    );
    this.#context = {
      scratch: (name, elements) => this.#scratch.take(name, elements),
      integers: (slice) => this.#look(slice),
      operands,
      mostElements: this.largestBufferBytes / 4,
    };
    device.addEventListener('uncapturederror', (event: { readonly error: { readonly message: string } }) => {
      this.#refused ??= new GpuShaderFault(`The GPU's driver refused a command: ${event.error.message}.`);
    });
    void device.lost.then(({ message }) => {
      if (this.#isClosed) return;
      this.#lost = new GpuLostFault(
        `The GPU stopped answering (${message || 'no reason was given'}). Run the same command again: training resumes ` +
          'from its last checkpoint. If it happens again, use --device cpu.',
      );
    });
  }

  allocate(shape: readonly number[], dtype: DataType): GpuMemory {
    this.#assertOpen();
    const bytes = Math.max(16, Math.ceil(storedBytes(shape, dtype) / 16) * 16);
    const tooLittle = `${this.description} has no room for a tensor of shape (${shape.join(', ')}), ${bytes} bytes`;
    if (bytes > this.largestBufferBytes + BINDING_MARGIN_BYTES) {
      throw new DeviceMemoryFault(`${tooLittle}; the largest it takes is ${this.largestBufferBytes} bytes.`);
    }
    this.#device.pushErrorScope('out-of-memory');
    const buffer = this.#device.createBuffer({ size: bytes, usage: STORAGE | COPY_SRC | COPY_DST });
    this.#check(
      this.#device.popErrorScope().then((error) => {
        if (error)
          throw new DeviceMemoryFault(`${tooLittle}. Close other programs, use a smaller batch or --device cpu.`);
      }),
    );
    const integers = dtype === 'int32' ? new Int32Array(bytes / 4) : null;
    return { buffer, id: this.#allocations++, dtype, integers, version: 0, usedIn: 0, isFreed: false };
  }

  free(memory: GpuMemory): void {
    memory.isFreed = true;
    this.#groups.forget(memory.id);
    if (memory.usedIn === this.#commands.batch) this.#commands.afterSending(() => memory.buffer.destroy());
    else memory.buffer.destroy();
  }

  write({ memory, firstElement }: Slice<GpuMemory>, data: Float32Array | Int32Array): void {
    this.#assertOpen();
    if (memory.usedIn === this.#commands.batch) this.#commands.send();
    if (memory.integers) {
      memory.integers.set(data, firstElement);
      memory.version++;
    }
    this.#device.queue.writeBuffer(memory.buffer, firstElement * 4, data);
  }

  async read({ memory, firstElement, elements }: Slice<GpuMemory>, into?: Float32Array): Promise<Float32Array> {
    this.#assertOpen();
    const isFloat = memory.dtype === 'float32';
    const data = isFloat ? (into ?? new Float32Array(elements)) : new Int32Array(elements);
    const staged = this.#staging.take(Math.max(16, data.byteLength));
    if (data.byteLength > 0) this.#commands.copy(memory.buffer, firstElement * 4, staged, data.byteLength);
    this.#commands.send();
    try {
      await this.#staging.read(staged, data);
    } catch (cause) {
      await this.#settle();
      throw this.#lost ?? new DeviceFault(`The GPU did not give back what it computed: ${cause}.`, { cause });
    }
    await this.#settle();
    return isFloat ? (data as Float32Array) : Float32Array.from(data);
  }

  record(call: GpuCall): void {
    this.#assertOpen();
    this.#run(this.#prepare(call));
  }

  prepare(calls: readonly GpuCall[]): () => void {
    const prepared = calls.map((call) => this.#prepare(call));
    return () => {
      this.#assertOpen();
      for (const one of prepared) this.#replay(one);
    };
  }

  async finish(): Promise<void> {
    this.#commands.send();
    await this.#device.queue.onSubmittedWorkDone();
    await this.#settle();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#commands.send();
    this.#scratch.free();
    this.#commands.destroy();
    this.#groups.destroy();
    this.#staging.destroy();
    this.#device.destroy();
  }

  #prepare(call: GpuCall): PreparedCall {
    this.#looked = new Map();
    let dispatches: PreparedDispatch[] = [];
    let fault: TensorFault | null = null;
    try {
      const planned = plans[call.operation](call, {
        ...this.#context,
        tuning: this.tuning,
        matrixUnits: this.matrixUnits,
      });
      dispatches = planned.map((dispatch) => this.#groups.prepare(dispatch));
    } catch (cause) {
      if (!(cause instanceof TensorFault)) throw cause;
      fault = cause;
    }
    return { call, dispatches, integers: this.#looked, scratch: this.#scratch.generation, fault };
  }

  #replay(prepared: PreparedCall): void {
    const isStale =
      prepared.scratch !== this.#scratch.generation ||
      [...prepared.integers].some(([memory, version]) => memory.version !== version);
    if (isStale) Object.assign(prepared, this.#prepare(prepared.call));
    this.#run(prepared);
  }

  #run({ dispatches, fault }: PreparedCall): void {
    if (fault) this.#fault ??= fault;
    for (const dispatch of dispatches) this.#commands.dispatch(dispatch);
  }

  #look({ memory, firstElement, elements }: Slice<GpuMemory>): Int32Array {
    this.#looked.set(memory, memory.version);
    return memory.integers!.subarray(firstElement, firstElement + elements);
  }

  #check(check: Promise<unknown>): void {
    // Without a handler of its own, a rejection before the next `finish` would end the process.
    check.catch((fault) => {
      this.#fault ??= fault;
    });
    this.#checks.push(check);
  }

  /** Waits for what the driver has yet to answer. Throws what went wrong since the last time. */
  async #settle(): Promise<void> {
    const checks = this.#checks;
    this.#checks = [];
    await Promise.allSettled(checks);
    const fault = this.#lost ?? this.#fault ?? this.#refused;
    this.#fault = null;
    this.#refused = null;
    if (fault) throw fault;
  }

  #assertOpen(): void {
    if (this.#lost) throw this.#lost;
    if (this.#isClosed) throw new DeviceFault('The WebGPU device was closed.');
  }
}
