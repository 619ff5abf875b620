import { type ProtoField, parseMessage } from '../../../../../src/engine/checkpoint/formats/protobuf.ts';
import { maskedCrc32c } from '../../../../../src/engine/checkpoint/formats/tensorflow/crc32c.ts';

/** What an event file says, as far as event-file.ts writes it; the layout is on top of that file. */
export interface ReadEvent {
  readonly seconds: number;
  readonly step: number;
  readonly version?: string;
  readonly starts?: boolean;
  readonly scalars?: Readonly<Record<string, number>>;
  readonly texts?: { readonly tag: string; readonly texts: readonly string[] };
}

/** Reads the records of an event file. Throws where a length or a checksum is wrong. */
export function readEvents(file: Uint8Array): ReadEvent[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const events: ReadEvent[] = [];
  for (let at = 0; at < file.length; ) {
    const bytes = Number(view.getBigUint64(at, true));
    const message = file.subarray(at + 12, at + 12 + bytes);
    if (view.getUint32(at + 8, true) !== maskedCrc32c(file.subarray(at, at + 8))) throw new Error('A length is wrong.');
    if (view.getUint32(at + 12 + bytes, true) !== maskedCrc32c(message)) throw new Error('A message is wrong.');
    events.push(eventOf(message));
    at += 16 + bytes;
  }
  return events;
}

function eventOf(message: Uint8Array): ReadEvent {
  const fields = parseMessage(message);
  const when = { seconds: doubleOf(bytes(fields, 1)), step: Number(find(fields, 2) ?? 0) };
  const [version, session] = [find(fields, 3), find(fields, 7)];
  if (version !== undefined) return { ...when, version: text(version) };
  if (session !== undefined) return { ...when, starts: find(parseMessage(session as Uint8Array), 1) === 1 };
  const values = all(parseMessage(bytes(fields, 5)), 1).map((value) => parseMessage(value as Uint8Array));
  const [first] = values;
  const tensor = find(first, 8);
  if (tensor === undefined) {
    return { ...when, scalars: Object.fromEntries(values.map((value) => [text(bytes(value, 1)), floatOf(value)])) };
  }
  const texts = all(parseMessage(tensor as Uint8Array), 8).map(text);
  return { ...when, texts: { tag: text(bytes(first, 1)), texts } };
}

function all(fields: readonly ProtoField[], number: number): (number | Uint8Array)[] {
  return fields.filter((field) => field.number === number).map(({ value }) => value);
}

function find(fields: readonly ProtoField[], number: number): number | Uint8Array | undefined {
  return all(fields, number)[0];
}

function bytes(fields: readonly ProtoField[], number: number): Uint8Array {
  return find(fields, number) as Uint8Array;
}

function text(value: number | Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(value as Uint8Array);
}

function doubleOf(value: Uint8Array): number {
  return new DataView(value.buffer, value.byteOffset, 8).getFloat64(0, true);
}

/** Four bytes come as an integer. */
function floatOf(value: readonly ProtoField[]): number {
  return new Float32Array(Uint32Array.of(find(value, 2) as number).buffer)[0];
}
