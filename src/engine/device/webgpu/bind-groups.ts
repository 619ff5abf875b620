import type { Dispatch, GpuSlice } from './dispatch.ts';
import { COPY_DST, type GpuBindGroup, type GpuBinding, type GpuBuffer, type GpuDevice, STORAGE } from './gpu.ts';
import type { GpuMemory } from './memory.ts';
import type { Operands } from './operands.ts';
import { type Pipelines, type Program, SLOT_BYTES } from './pipelines.ts';
import type { Choices } from './shader.ts';

/** A dispatch that is ready to be encoded, any number of times while its tensors live. */
export interface PreparedDispatch {
  readonly program: Program;
  readonly group: GpuBindGroup;
  /** The bytes of its Params. */
  readonly parameters: Uint8Array;
  readonly workgroups: Dispatch['workgroups'];
  readonly memories: readonly GpuMemory[];
  readonly multiplyAdds: number;
}

/** Where a binding begins in its buffer, and the bytes that it spans. */
interface Range {
  readonly buffer: GpuBuffer;
  readonly id: number;
  readonly offset: number;
  readonly bytes: number;
}

/** The most bindings of a shader. */
const MOST_BINDINGS = 8;

/** Finds the program and the bind group of a dispatch; both are made once and kept. */
export class BindGroups {
  readonly #device: GpuDevice;
  readonly #pipelines: Pipelines;
  readonly #operands: Operands;
  readonly #groups = new Map<string, GpuBindGroup>();
  /** The keys of the groups that bind a buffer, by its id. */
  readonly #keysOf = new Map<number, Set<string>>();
  /** What stands for tensors that are not given. */
  readonly #absent: { readonly read: GpuBuffer; readonly written: GpuBuffer };

  /** `operands`: what those of products are rounded to. */
  constructor(device: GpuDevice, pipelines: Pipelines, operands: Operands) {
    this.#device = device;
    this.#operands = operands;
    this.#pipelines = pipelines;
    const usage = STORAGE | COPY_DST;
    this.#absent = {
      read: device.createBuffer({ size: SLOT_BYTES, usage }),
      written: device.createBuffer({ size: SLOT_BYTES * MOST_BINDINGS, usage }),
    };
  }

  prepare({ shader: exact, tensors, numbers, choices = {}, workgroups, multiplyAdds = 0 }: Dispatch): PreparedDispatch {
    const shader = (this.#operands === 'float16' && exact.float16) || exact;
    const merged = mergedTensors(shader.bindings, tensors);
    const program = this.#pipelines.find(shader, merged, { ...choices, ...presence(shader.bindings, tensors) });
    const written = new Set(shader.bindings.filter(({ isWritten }) => isWritten).map(({ name }) => name));
    const offsets: Record<string, number> = {};
    const ranges = program.bindings.map(({ holder, tensors: names }, binding) => {
      const slices = names.flatMap((name) => (tensors[name] ? [tensors[name]] : []));
      if (slices.length === 0) return this.#absentRange(written.has(holder), binding);
      const range = rangeOf(slices);
      for (const name of names) offsets[`${name}_at`] = tensors[name]!.firstElement - range.offset / 4;
      return range;
    });
    const parameters = new DataView(new ArrayBuffer(shader.fields.length * 4));
    for (const [i, { name, type }] of shader.fields.entries()) {
      const value = numbers[name] ?? offsets[name] ?? 0;
      if (type === 'u32') parameters.setUint32(4 * i, value, true);
      else parameters.setFloat32(4 * i, value, true);
    }
    const memories = Object.values(tensors).flatMap((slice) => (slice ? [slice.memory] : []));
    const group = this.#group(program, ranges);
    return { program, group, parameters: new Uint8Array(parameters.buffer), workgroups, memories, multiplyAdds };
  }

  /** Forgets the groups that bind the buffer of this id. */
  forget(id: number): void {
    for (const key of this.#keysOf.get(id) ?? []) this.#groups.delete(key);
    this.#keysOf.delete(id);
  }

  destroy(): void {
    this.#absent.read.destroy();
    this.#absent.written.destroy();
  }

  #group(program: Program, ranges: readonly Range[]): GpuBindGroup {
    const key = `${program.id} ${ranges.map(({ id, offset, bytes }) => `${id}:${offset}:${bytes}`).join(' ')}`;
    const known = this.#groups.get(key);
    if (known) return known;
    const entries = ranges.map(({ buffer, offset, bytes }, binding): GpuBinding => {
      return { binding, resource: { buffer, offset, size: bytes } };
    });
    const group = this.#device.createBindGroup({ layout: program.layout, entries });
    this.#groups.set(key, group);
    for (const { id } of ranges) {
      let keys = this.#keysOf.get(id);
      if (!keys) {
        keys = new Set();
        this.#keysOf.set(id, keys);
      }
      keys.add(key);
    }
    return group;
  }

  /** Two bindings that are written must not overlap, even if nothing is. */
  #absentRange(isWritten: boolean, binding: number): Range {
    const buffer = isWritten ? this.#absent.written : this.#absent.read;
    return { buffer, id: isWritten ? -2 : -1, offset: isWritten ? binding * SLOT_BYTES : 0, bytes: SLOT_BYTES };
  }
}

/** For each tensor in a buffer that is written and bound more than once: the tensor whose binding holds it. */
function mergedTensors(bindings: Dispatch['shader']['bindings'], tensors: Dispatch['tensors']): Map<string, string> {
  const byBuffer = new Map<number, { name: string; isWritten: boolean }[]>();
  for (const binding of bindings) {
    const slice = tensors[binding.name];
    if (!slice) continue;
    const sharing = byBuffer.get(slice.memory.id);
    if (sharing) sharing.push(binding);
    else byBuffer.set(slice.memory.id, [binding]);
  }
  const merged = new Map<string, string>();
  for (const sharing of byBuffer.values()) {
    const holder = sharing.find(({ isWritten }) => isWritten);
    if (sharing.length > 1 && holder) for (const { name } of sharing) merged.set(name, holder.name);
  }
  return merged;
}

/** `HAS_BIAS: false` if bias is not given. */
function presence(bindings: Dispatch['shader']['bindings'], tensors: Dispatch['tensors']): Choices {
  return Object.fromEntries(
    bindings.filter(({ name }) => !tensors[name]).map(({ name }) => [`HAS_${name.toUpperCase()}`, false]),
  );
}

/** The smallest range, from a multiple of 256 bytes on, that holds all slices of one buffer. */
function rangeOf(slices: readonly GpuSlice[]): Range {
  const [{ memory }] = slices;
  const first = Math.min(...slices.map(({ firstElement }) => firstElement));
  const last = Math.max(...slices.map(({ firstElement, elements }) => firstElement + elements));
  const offset = Math.floor((first * 4) / SLOT_BYTES) * SLOT_BYTES;
  const end = Math.min(memory.buffer.size, Math.ceil((last * 4) / 16) * 16);
  return { buffer: memory.buffer, id: memory.id, offset, bytes: end - offset };
}
