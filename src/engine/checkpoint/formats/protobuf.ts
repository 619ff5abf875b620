/**
 * Messages of Protocol Buffers, as far as TensorFlow's files and ONNX need them. A message is fields back to back:
 *
 *   tag     varint: number of the field * 8 + kind
 *   value   kind 0: a varint, seven bits a byte, the lowest first, the upmost bit set in all bytes but the last;
 *           kind 1: 8 bytes; kind 2: a varint n, then n bytes; kind 5: 4 bytes, little-endian
 */

/** One field; a varint or four bytes as a number, anything else as its bytes. */
export interface ProtoField {
  readonly number: number;
  readonly value: number | Uint8Array;
}

/** An invalid message; the caller says where. */
export class ProtoError extends Error {}

/** The fields of a message in their order. Throws ProtoError. */
export function parseMessage(bytes: Uint8Array): ProtoField[] {
  const fields: ProtoField[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = readVarint(bytes, at);
    const number = Math.floor(tag.value / 8);
    const kind = tag.value % 8;
    at = tag.end;
    if (kind === 0) {
      const { value, end } = readVarint(bytes, at);
      fields.push({ number, value });
      at = end;
      continue;
    }
    const length = kind === 2 ? readVarint(bytes, at) : { value: fixedBytes(kind), end: at };
    at = length.end + length.value;
    if (at > bytes.length) throw new ProtoError(`a field of ${length.value} bytes goes beyond its message`);
    const value = bytes.subarray(length.end, at);
    fields.push({
      number,
      value: kind === 5 ? new DataView(value.buffer, value.byteOffset, 4).getUint32(0, true) : value,
    });
  }
  return fields;
}

/** A varint at a place. Throws ProtoError where it does not end, or is no whole number of a JavaScript engine. */
export function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let unit = 1;
  for (let at = start; at < bytes.length; at++, unit *= 128) {
    value += (bytes[at] & 0x7f) * unit;
    if (!Number.isSafeInteger(value)) throw new ProtoError('a number has more than 53 bits');
    if (bytes[at] < 0x80) return { value, end: at + 1 };
  }
  throw new ProtoError('a number does not end');
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

/** A field of kind 0; nothing for zero, which a reader assumes. */
export function varintField(number: number, value: number): number[] {
  return value === 0 ? [] : itemField(number, value);
}

/** The same for zero too: an item of a list, or a field whose being there says something. */
export function itemField(number: number, value: number): number[] {
  return [...varint(number * 8), ...varint(value)];
}

export function textField(number: number, text: string): number[] {
  return bytesField(number, [...new TextEncoder().encode(text)]);
}

export function floatField(number: number, value: number): number[] {
  return fixed32Field(number, new Uint32Array(Float32Array.of(value).buffer)[0]);
}

export function doubleField(number: number, value: number): number[] {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value, true);
  return [...varint(number * 8 + 1), ...new Uint8Array(bytes.buffer)];
}

export function bytesField(number: number, bytes: readonly number[]): number[] {
  return [...bytesHead(number, bytes.length), ...bytes];
}

/** What precedes the bytes of a field. */
export function bytesHead(number: number, length: number): number[] {
  return [...varint(number * 8 + 2), ...varint(length)];
}

export function fixed32Field(number: number, value: number): number[] {
  return [...varint(number * 8 + 5), ...fixed32(value)];
}

export function fixed32(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}

function fixedBytes(kind: number): number {
  if (kind === 1) return 8;
  if (kind === 5) return 4;
  throw new ProtoError(`a field is of kind ${kind}, which there is not`);
}
