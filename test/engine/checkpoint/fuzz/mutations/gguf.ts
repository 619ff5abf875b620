import type { Random } from '../../../../../src/engine/random.ts';
import { interestingNumber, joined, type Mutation, mutateBytes, pick } from './bytes.ts';
import { changeOne, mutateList } from './lists.ts';

interface Key {
  readonly name: Uint8Array;
  readonly type: bigint;
  readonly value: Uint8Array;
}

interface Tensor {
  readonly name: Uint8Array;
  readonly axes: readonly bigint[];
  readonly type: bigint;
  readonly offset: bigint;
}

interface File {
  readonly version: bigint;
  readonly keys: readonly Key[];
  readonly tensors: readonly Tensor[];
  readonly data: Uint8Array;
}

const TEXT = 8n;
const LIST = 9n;
const bytesOfType = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];
const LAST_TYPE = 33;

/** Damages the header of a GGUF file key by key and tensor by tensor, so that the rest of it is read as before. */
export const mutateGguf: Mutation = (random, content, others) => {
  const file = parse(content);
  if (file === null) return null;
  const other = parse(pick(random, others)) ?? file;
  switch (random.below(6)) {
    case 0:
      return format({ ...file, keys: mutateList(random, file.keys, other.keys) });
    case 1:
      return format({ ...file, tensors: mutateList(random, file.tensors, other.tensors) });
    case 2: {
      const data = mutateBytes(random, file.data, [other.data]);
      return data === null ? null : format({ ...file, data });
    }
    case 3: {
      const keys = changeOne(random, file.keys, (key) => changeKey(random, key));
      return keys === null ? null : format({ ...file, keys });
    }
    default: {
      const tensors = changeOne(random, file.tensors, (tensor) => changeTensor(random, tensor, content.length));
      return tensors === null ? null : format({ ...file, tensors });
    }
  }
};

function changeKey(random: Random, key: Key): Key {
  switch (random.below(4)) {
    case 0:
      return { ...key, name: mutateBytes(random, key.name, [key.name]) ?? key.name };
    case 1:
      return { ...key, type: BigInt(random.below(14)) };
    default:
      return { ...key, value: mutateBytes(random, key.value, [key.value]) ?? key.value };
  }
}

function changeTensor(random: Random, tensor: Tensor, fileBytes: number): Tensor {
  switch (random.below(5)) {
    case 0:
      return { ...tensor, name: mutateBytes(random, tensor.name, [tensor.name]) ?? tensor.name };
    case 1:
      return { ...tensor, type: BigInt(random.below(LAST_TYPE)) };
    case 2:
      return { ...tensor, offset: interestingNumber(random, tensor.offset, fileBytes) };
    case 3:
      return { ...tensor, axes: mutateList(random, tensor.axes).slice(0, 16) };
    default: {
      const axes = changeOne(random, tensor.axes, (axis) => interestingNumber(random, axis, fileBytes));
      return axes === null ? tensor : { ...tensor, axes };
    }
  }
}

/** Null where the header is not what it was before: then it is only damaged byte by byte. */
function parse(content: Uint8Array): File | null {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let at = 4;
  const take = (bytes: number) => {
    at += bytes;
    if (at > content.length) throw new RangeError('beyond the end');
    return at - bytes;
  };
  const u32 = () => BigInt(view.getUint32(take(4), true));
  const u64 = () => view.getBigUint64(take(8), true);
  const bytes = (length: bigint) => content.slice(take(Number(length)), at);
  const skip = (type: bigint) => {
    const fixed = bytesOfType[Number(type)];
    if (type !== TEXT && !(fixed > 0)) throw new RangeError(`no type ${type}`);
    take(type === TEXT ? Number(u64()) : fixed);
  };
  const value = (type: bigint) => {
    const begin = at;
    if (type !== LIST) skip(type);
    else for (let [item, left] = [u32(), u64()]; left > 0n; left--) skip(item);
    return content.slice(begin, at);
  };
  try {
    const version = u32();
    const [tensors, keys] = [Number(u64()), Number(u64())];
    const list = <T>(length: number, item: () => T) => Array.from({ length: Math.min(length, 2 ** 12) }, item);
    const read = {
      keys: list(keys, () => {
        const [name, type] = [bytes(u64()), u32()];
        return { name, type, value: value(type) };
      }),
      tensors: list(tensors, () => {
        const [name, axes] = [bytes(u64()), list(Number(u32()), u64)];
        return { name, axes, type: u32(), offset: u64() };
      }),
    };
    return { version, ...read, data: content.slice(Math.ceil(at / 32) * 32) };
  } catch {
    return null;
  }
}

function format({ version, keys, tensors, data }: File): Uint8Array {
  const u32 = (value: bigint) => new Uint8Array(new Uint32Array([Number(BigInt.asUintN(32, value))]).buffer);
  const u64 = (value: bigint) => new Uint8Array(new BigUint64Array([value]).buffer);
  const text = (bytes: Uint8Array) => [u64(BigInt(bytes.length)), bytes];
  const header = joined([
    Buffer.from('GGUF'),
    ...[u32(version), u64(BigInt(tensors.length)), u64(BigInt(keys.length))],
    ...keys.flatMap(({ name, type, value }) => [...text(name), u32(type), value]),
    ...tensors.flatMap(({ name, axes, type, offset }) => [
      ...text(name),
      ...[u32(BigInt(axes.length)), ...axes.map(u64), u32(type), u64(offset)],
    ]),
  ]);
  return joined([header, new Uint8Array((32 - (header.length % 32)) % 32), data]);
}
