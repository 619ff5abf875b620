import type { RecordedCall } from '../backend.ts';
import type { DataType } from '../data-types.ts';
import { type OperationName, operations } from '../operations.ts';
import { hasBits } from '../stored-bytes.ts';
import type { Operation } from '../tensor-argument.ts';

/** An allocation in the library's memory. */
export interface CompiledMemory {
  readonly address: number;
  readonly bytes: number;
  readonly dtype: DataType;
}

/** The most of each in a tpdne_command of native/include/tpdne.h, whose fields have 8 bytes. */
const ROOM = { tensors: 10, dims: 8, scalars: 8 };
const TENSORS_FIELD = 1;
const DIMS_FIELD = TENSORS_FIELD + ROOM.tensors;
const SCALARS_FIELD = DIMS_FIELD + ROOM.dims;
const FIELDS = SCALARS_FIELD + ROOM.scalars;

/** Of one call in the format of the library. */
export const COMMAND_BYTES = 8 * FIELDS;

/** The capacity of a command, in the form in which the library reports its own. */
export const commandLayout = `${ROOM.tensors} ${ROOM.dims} ${ROOM.scalars}`;

interface Layout {
  readonly index: number;
  readonly tensors: readonly string[];
  readonly dims: readonly string[];
  readonly scalars: readonly string[];
}

const layouts = new Map<OperationName, Layout>(
  Object.entries(operations).map(([name, operation], index) => [
    name as OperationName,
    fitting(name, layoutOf(operation, index)),
  ]),
);

/** 'linear: x weight bias residual out | N C OC |' for each operation, in the order in which the library reports them. */
export const operationSignatures: readonly string[] = [...layouts].map(([name, { tensors, dims, scalars }]) =>
  `${name}: ${tensors.join(' ')} | ${dims.join(' ')} | ${scalars.join(' ')}`.trimEnd(),
);

/** Returns the layout. Throws RangeError if the operation takes more than fits into a command. */
export function fitting<Parts extends Pick<Layout, keyof typeof ROOM>>(name: string, layout: Parts): Parts {
  for (const part of ['tensors', 'dims', 'scalars'] as const) {
    const { length } = layout[part];
    if (length > ROOM[part]) {
      throw new RangeError(`${name} takes ${length} ${part}, and a command holds at most ${ROOM[part]}.`);
    }
  }
  return layout;
}

function layoutOf(operation: Operation, index: number): Layout {
  const letters = Object.values(operation.tensors).flatMap(({ shape }) =>
    shape.map((axis) => axis.replace(/^\d+/, '')),
  );
  const needsBits = Object.values(operation.tensors).some(({ dtype }) => hasBits(dtype));
  return {
    index,
    tensors: Object.keys(operation.tensors),
    dims: [...new Set([...letters, ...(needsBits ? ['BITS'] : [])])].filter((letter) => letter !== 'ONE'),
    scalars: operation.scalars,
  };
}

/** Kernel calls in the format that the library reads. */
export class CommandBuffer {
  #bytes = new ArrayBuffer(64 * COMMAND_BYTES);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.#bytes, 0, this.#count * COMMAND_BYTES);
  }

  push(call: RecordedCall<CompiledMemory>): void {
    const layout = layouts.get(call.operation)!;
    const firstByte = this.#count * COMMAND_BYTES;
    this.#reserve(1);
    const integers = new Uint32Array(this.#bytes, firstByte, 2 * FIELDS);
    const scalars = new Float64Array(this.#bytes, firstByte, FIELDS);
    setInteger(integers, 0, layout.index);
    layout.tensors.forEach((name, i) => {
      const slice = call.tensors[name];
      setInteger(integers, TENSORS_FIELD + i, slice ? slice.memory.address + slice.firstElement * 4 : 0);
    });
    layout.dims.forEach((letter, i) => {
      // The kernel never reads a letter that only an absent tensor has.
      setInteger(integers, DIMS_FIELD + i, call.dims[letter] ?? 0);
    });
    layout.scalars.forEach((name, i) => {
      scalars[SCALARS_FIELD + i] = call.scalars[name];
    });
    this.#count++;
  }

  /** Adds all calls of another buffer. */
  append(other: CommandBuffer): void {
    this.#reserve(other.#count);
    new Uint8Array(this.#bytes).set(other.bytes, this.#count * COMMAND_BYTES);
    this.#count += other.#count;
  }

  /** Makes room for this many further calls. */
  #reserve(count: number): void {
    const neededBytes = (this.#count + count) * COMMAND_BYTES;
    if (neededBytes <= this.#bytes.byteLength) return;
    const larger = new ArrayBuffer(Math.max(neededBytes, this.#bytes.byteLength * 2));
    new Uint8Array(larger).set(this.bytes);
    this.#bytes = larger;
  }
}

/** Writes an integer from 0 to 2^53 as 64 bits, low half first: every machine with a library is little-endian. */
function setInteger(halves: Uint32Array, field: number, value: number): void {
  halves[2 * field] = value;
  halves[2 * field + 1] = value / 2 ** 32;
}
