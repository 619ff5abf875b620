/** Finds the weights in an ONNX file, whose layout stands in onnx.ts, without reading them. */
import { Fault } from '../../fault.ts';
import type { ByteSource } from '../byte-source.ts';
import { ProtoError, parseMessage, readVarint } from './protobuf.ts';

/** A file of ONNX that is damaged, or of a kind that is not read here. */
export class OnnxFault extends Fault {}

export function fault(source: ByteSource, problem: string, cause?: unknown): OnnxFault {
  return new OnnxFault(`${source.name} ${problem}. Copy or export the model again.`, { cause });
}

/** An initialiser, and where its data lies. */
export interface OnnxEntry {
  readonly name: string;
  /** ONNX's number of its type: 1 is float32. */
  readonly type: number;
  readonly shape: readonly number[];
  /** The file beside this one that has the data; null where this one has. */
  readonly location: string | null;
  readonly offset: number;
  readonly bytes: number;
}

/** A field: its number, its value where that is a number, and where its bytes are. */
interface Field {
  readonly number: number;
  readonly value: number | null;
  readonly begin: number;
  readonly end: number;
}

const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR = { axes: 1, type: 2, name: 8, data: 9, outside: 13, location: 14 } as const;
const PAIR = { key: 1, value: 2 } as const;

/** The largest GPT-2 has 600 tensors and 2,000 nodes. */
const MOST_FIELDS = 2 ** 18;
const MOST_AXES = 8;
/** Names and places; what is longer is neither. */
const LONGEST_TEXT_BYTES = 1024;
const WINDOW_BYTES = 2 ** 16;
/** A tag and a length, of ten bytes each at most. */
const HEAD_BYTES = 20;

export class OnnxScanner {
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array(0);
  #windowBegin = 0;
  #fields = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Every initialiser of the graph. Throws OnnxFault. */
  async initializers(): Promise<OnnxEntry[]> {
    try {
      const entries: OnnxEntry[] = [];
      let graphs = 0;
      for await (const graph of this.#fieldsOf(0, this.#source.byteLength)) {
        if (graph.number !== MODEL_GRAPH) continue;
        if (++graphs > 1) throw fault(this.#source, 'has two graphs');
        for await (const field of this.#fieldsOf(graph.begin, graph.end)) {
          if (field.number === GRAPH_INITIALIZER) entries.push(await this.#entry(field));
        }
      }
      if (graphs === 0) throw fault(this.#source, 'has no graph');
      return entries;
    } catch (error) {
      if (error instanceof ProtoError) throw fault(this.#source, `is damaged: ${error.message}`, error);
      throw error;
    }
  }

  async #entry(message: Field): Promise<OnnxEntry> {
    const shape: number[] = [];
    const outside = new Map<string, string>();
    let name = '';
    let type = 0;
    let isOutside = false;
    let data: Field | null = null;
    for await (const field of this.#fieldsOf(message.begin, message.end)) {
      if (field.number === TENSOR.axes) shape.push(...(await this.#numbers(field)));
      else if (field.number === TENSOR.type) type = field.value ?? 0;
      else if (field.number === TENSOR.name) name = await this.#text(field);
      else if (field.number === TENSOR.data) data = field;
      else if (field.number === TENSOR.outside) outside.set(...(await this.#pair(field)));
      else if (field.number === TENSOR.location) isOutside = field.value === 1;
      if (shape.length > MOST_AXES) throw fault(this.#source, `gives a tensor more than ${MOST_AXES} axes`);
    }
    if (isOutside) return { name, type, shape, ...this.#place(name, outside) };
    // Small tensors of other writers may have their numbers in fields of their own: not weights, and not read.
    const { begin, end } = data ?? { begin: message.begin, end: message.begin };
    return { name, type, shape, location: null, offset: begin, bytes: end - begin };
  }

  #place(name: string, outside: ReadonlyMap<string, string>) {
    const location = outside.get('location') ?? '';
    // A plain name: nothing outside of the folder is opened because a file says so.
    if (!/^[\w-][\w.-]*$/.test(location)) {
      throw fault(
        this.#source,
        `says that ${name} is in ${JSON.stringify(location)}, which is no plain name of a file`,
      );
    }
    const [offset, bytes] = [outside.get('offset') ?? '0', outside.get('length') ?? ''].map(Number);
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(bytes) || offset < 0 || bytes < 0) {
      throw fault(this.#source, `gives no place in ${location} to ${name}`);
    }
    return { location, offset, bytes };
  }

  /** One axis a field, or all of them packed into one. */
  async #numbers({ value, begin, end }: Field): Promise<number[]> {
    if (value !== null) return [value];
    const bytes = await this.#bytes(begin, end);
    const numbers: number[] = [];
    for (let at = 0; at < bytes.length; ) {
      const number = readVarint(bytes, at);
      numbers.push(number.value);
      at = number.end;
    }
    return numbers;
  }

  async #pair({ begin, end }: Field): Promise<[string, string]> {
    const fields = parseMessage(await this.#bytes(begin, end));
    const textOf = (wanted: number) => {
      const value = fields.find(({ number }) => number === wanted)?.value;
      return value instanceof Uint8Array ? new TextDecoder().decode(value) : '';
    };
    return [textOf(PAIR.key), textOf(PAIR.value)];
  }

  async #text({ begin, end }: Field): Promise<string> {
    return new TextDecoder().decode(await this.#bytes(begin, end));
  }

  /** Bytes of a short field. */
  async #bytes(begin: number, end: number): Promise<Uint8Array> {
    if (end - begin > LONGEST_TEXT_BYTES) throw fault(this.#source, `has a name of ${end - begin} bytes`);
    return this.#source.read(begin, end - begin);
  }

  async *#fieldsOf(begin: number, end: number): AsyncGenerator<Field> {
    for (let at = begin; at < end; ) {
      if (++this.#fields > MOST_FIELDS) throw fault(this.#source, `has more than ${MOST_FIELDS} fields`);
      const head = await this.#head(at, end);
      const tag = readVarint(head, 0);
      const [number, kind] = [Math.floor(tag.value / 8), tag.value % 8];
      const field = fieldOf(head, tag.end, kind);
      const next = at + field.begin + field.length;
      if (next > end) throw new ProtoError(`a field of ${field.length} bytes goes beyond its message`);
      yield { number, value: field.value, begin: at + field.begin, end: next };
      at = next;
    }
  }

  /** The next bytes of a message, as many as a tag and a length have at most. */
  async #head(at: number, end: number): Promise<Uint8Array> {
    const wanted = Math.min(HEAD_BYTES, end - at);
    const isInside = at >= this.#windowBegin && at + wanted <= this.#windowBegin + this.#window.length;
    if (!isInside) {
      this.#windowBegin = at;
      this.#window = await this.#source.read(at, Math.min(WINDOW_BYTES, this.#source.byteLength - at));
    }
    return this.#window.subarray(at - this.#windowBegin, at - this.#windowBegin + wanted);
  }
}

/** What follows a tag: a number, or where so many bytes begin. */
function fieldOf(head: Uint8Array, at: number, kind: number): { value: number | null; begin: number; length: number } {
  if (kind === 1 || kind === 5) return { value: null, begin: at, length: kind === 1 ? 8 : 4 };
  if (kind !== 0 && kind !== 2) throw new ProtoError(`a field is of kind ${kind}, which there is not`);
  const { value, end } = readVarint(head, at);
  return kind === 0 ? { value, begin: end, length: 0 } : { value: null, begin: end, length: value };
}
