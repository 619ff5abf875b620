import { nearest } from '../nearest.ts';
import { ApiError, wrongField } from './api-error.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * The fields of a request, read one by one; null counts as not given. `requireNoOthers` then refuses all that were not read, so
 * that no field is accepted and ignored. Every method throws ApiError.
 */
export class Fields {
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(body: unknown) {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new ApiError('The body must be a JSON object.', { status: 400 });
    }
    this.#body = body as Record<string, unknown>;
  }

  /** The value, unchecked; null if it is not given. */
  value(name: string): unknown {
    this.#read.add(name);
    return Object.hasOwn(this.#body, name) ? (this.#body[name] ?? null) : null;
  }

  number(name: string, { min, max }: Range): number | null {
    const value = this.value(name);
    if (value === null) return null;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    throw wrongField(name, `${name} takes a number, ${inWords({ min, max })}, got ${shown(value)}.`);
  }

  integer(name: string, { min, max }: Range): number | null {
    const value = this.value(name);
    if (value === null) return null;
    if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
    throw wrongField(name, `${name} takes a whole number, ${inWords({ min, max })}, got ${shown(value)}.`);
  }

  boolean(name: string): boolean {
    const value = this.value(name) ?? false;
    if (typeof value === 'boolean') return value;
    throw wrongField(name, `${name} takes true or false, got ${shown(value)}.`);
  }

  text(name: string): string | null {
    const value = this.value(name);
    if (value === null || typeof value === 'string') return value;
    throw wrongField(name, `${name} takes a text, got ${shown(value)}.`);
  }

  /** One text, or a list of 1 to `most`; null if it is not given. */
  texts(name: string, most: number): readonly string[] | null {
    const value = this.value(name);
    if (value === null) return null;
    const list = Array.isArray(value) ? value : [value];
    if (list.length >= 1 && list.length <= most && list.every((text) => typeof text === 'string')) return list;
    throw wrongField(name, `${name} takes a text, or a list of 1 to ${most} texts, got ${shown(value)}.`);
  }

  /** Refuses a field unless it is absent or has one of these values, which mean the same. */
  unsupported(name: string, harmless: readonly unknown[], message: string): void {
    const value = this.value(name);
    if (value !== null && !harmless.includes(value)) throw wrongField(name, message);
  }

  requireNoOthers(): void {
    for (const name of Object.keys(this.#body)) {
      if (this.#read.has(name) || this.#body[name] === null) continue;
      const near = nearest(name, [...this.#read]);
      const hint = near === null ? '.' : `; did you mean ${near}?`;
      throw wrongField(name, `The field ${shown(name)} is not supported${hint}`);
    }
  }
}

function inWords({ min, max }: Range): string {
  return max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
}

const LONGEST_SHOWN = 100;

/** A value from a request, for a message. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length <= LONGEST_SHOWN ? json : `${json.slice(0, LONGEST_SHOWN)}…`;
}
