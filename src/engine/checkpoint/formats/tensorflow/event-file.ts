/**
 * The event files that TensorBoard shows: records of TensorFlow (TFRecord), each with one message of Protocol Buffers
 * (../protobuf.ts). They are only written. As tensorflow/core/lib/io/record_writer.cc and the .proto files of tensorboard
 * define them:
 *
 *   record         8 bytes: n, the bytes of the message, little-endian; 4 bytes: the masked CRC-32C of these eight;
 *                  the message; 4 bytes: its masked CRC-32C
 *   Event          1: seconds since 1970, a double; 2: step; and one of
 *                  3: the version of the format, in the first record of a file; 5: Summary; 7: SessionLog
 *   Summary        1: each value, in which 1: tag; 2: a float, or 8: TensorProto with 9: SummaryMetadata
 *   SessionLog     1: status: 1 is START
 *   TensorProto    1: type: 7 is string; 2: shape, in which 2: each axis: 1: length; 8: each string
 *   SummaryMetadata  1: in which 1: the name of the plugin that shows it; 4: class of the data: 2 is a tensor
 */
import { bytesField, doubleField, fixed32, floatField, textField, varintField } from '../protobuf.ts';
import { maskedCrc32c } from './crc32c.ts';

/** What one event says. */
export type TensorboardEvent =
  /** The first one of each file. */
  | { readonly type: 'version' }
  /** A session starts: from `step` on, what earlier files of the folder say no longer counts. */
  | { readonly type: 'start' }
  /** Numbers by tag, stored as float32. */
  | { readonly type: 'scalars'; readonly values: Readonly<Record<string, number>> }
  /** Texts under one tag, which TensorBoard shows as Markdown. */
  | { readonly type: 'texts'; readonly tag: string; readonly texts: readonly string[] };

/** When an event happened. */
export interface EventTime {
  /** Since 1970. */
  readonly seconds: number;
  readonly step: number;
}

const VERSION = 'brain.Event:2';
const STARTED = 1;
const STRING_TYPE = 7;
const TENSOR_CLASS = 2;

/** The record of an event. A file is such records back to back, the first one with the version. */
export function eventRecord(event: TensorboardEvent, { seconds, step }: EventTime): Uint8Array {
  const message = Uint8Array.from([...doubleField(1, seconds), ...varintField(2, step), ...contentOf(event)]);
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, message.length, true);
  return Uint8Array.from([...head, ...fixed32(maskedCrc32c(head)), ...message, ...fixed32(maskedCrc32c(message))]);
}

function contentOf(event: TensorboardEvent): number[] {
  if (event.type === 'version') return textField(3, VERSION);
  if (event.type === 'start') return bytesField(7, varintField(1, STARTED));
  if (event.type === 'texts') return bytesField(5, bytesField(1, textValue(event.tag, event.texts)));
  const values = Object.entries(event.values).map(([tag, value]) => [...textField(1, tag), ...floatField(2, value)]);
  return bytesField(
    5,
    values.flatMap((value) => bytesField(1, value)),
  );
}

function textValue(tag: string, texts: readonly string[]): number[] {
  const shape = bytesField(2, varintField(1, texts.length));
  const strings = texts.flatMap((text) => textField(8, text));
  const tensor = [...varintField(1, STRING_TYPE), ...bytesField(2, shape), ...strings];
  const metadata = [...bytesField(1, textField(1, 'text')), ...varintField(4, TENSOR_CLASS)];
  return [...textField(1, tag), ...bytesField(8, tensor), ...bytesField(9, metadata)];
}
