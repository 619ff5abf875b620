import type { Random } from '../../../../../src/engine/random.ts';
import { interestingNumber, joined, type Mutation, mutateBytes, pick } from './bytes.ts';
import { changeOne, mutateList } from './lists.ts';

/** A field of a message of Protocol Buffers: `bytes` are its value, without its length. */
interface Field {
  readonly number: number;
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/** Damages a message of Protocol Buffers, on any level, so that the lengths around what was changed stay right. */
export const mutateMessage: Mutation = (random, content, others) => {
  const fields = split(content);
  if (fields === null || fields.length === 0) return null;
  if (random.below(3) === 0) return format(mutateList(random, fields, split(pick(random, others)) ?? fields));
  const changed = changeOne(random, fields, (field) => changeField(random, field));
  return changed === null ? null : format(changed);
};

function changeField(random: Random, field: Field): Field {
  const { number, kind, bytes } = field;
  switch (random.below(10)) {
    case 0:
      return {
        ...field,
        number: random.below(3) === 0 ? random.below(2 ** 20) : Math.max(0, number + random.below(3) - 1),
      };
    case 1:
      return { ...field, kind: random.below(8) };
    default:
  }
  if (kind === 0) return { ...field, bytes: varint(interestingNumber(random, numberIn(bytes), bytes.length)) };
  const within = kind === 2 && random.below(4) > 0 ? mutateMessage(random, bytes, [bytes]) : null;
  return { ...field, bytes: within ?? mutateBytes(random, bytes, [bytes]) ?? Uint8Array.of(random.below(256)) };
}

/** The fields of what may be a message; null where it is none. */
function split(content: Uint8Array): Field[] | null {
  const fields: Field[] = [];
  for (let at = 0; at < content.length; ) {
    const tagEnd = varintEnd(content, at);
    const tag = numberIn(content.subarray(at, tagEnd));
    const kind = Number(tag & 7n);
    let begin = tagEnd;
    let end = varintEnd(content, begin);
    if (kind === 2) [begin, end] = [end, end + Number(numberIn(content.subarray(begin, end)))];
    else if (kind !== 0) end = begin + ({ 1: 8, 5: 4 }[kind] ?? Number.NaN);
    // Field 0 there is not: what looks so is a text or numbers.
    if (!(end <= content.length) || tag >> 3n === 0n || tag > 2n ** 32n) return null;
    fields.push({ number: Number(tag >> 3n), kind, bytes: content.subarray(begin, end) });
    at = end;
  }
  return fields;
}

function format(fields: readonly Field[]): Uint8Array {
  return joined(
    fields.flatMap(({ number, kind, bytes }) => {
      const tag = varint(BigInt(number) * 8n + BigInt(kind));
      return kind === 2 ? [tag, varint(BigInt(bytes.length)), bytes] : [tag, bytes];
    }),
  );
}

function varintEnd(content: Uint8Array, begin: number): number {
  let end = begin;
  while (end < begin + 10 && content[end] >= 0x80) end++;
  return end + 1;
}

function numberIn(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 7n) | BigInt(byte & 0x7f), 0n);
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}
