import { SourceFault } from './post-source.ts';
import { wholeText } from './whole-text.ts';

/** Values of JSON that somebody else wrote: nothing is there unless it is of the right kind. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A whole JSON text is held in memory several times over while it is read; larger exports are told so. */
const mostCharacters = 2 ** 28;

/** The value of a JSON text. Throws SourceFault with the line where it breaks off, and for one that is too large. */
export async function wholeJson(text: AsyncIterable<string>, source: string): Promise<unknown> {
  const whole = await wholeText(text, source, mostCharacters, 'which is as much JSON as is read at once');
  try {
    return JSON.parse(whole);
  } catch (cause) {
    const { message } = cause as Error;
    const position = Number(/at position (\d+)/.exec(message)?.[1] ?? whole.length);
    const line = whole.slice(0, position).split('\n').length;
    throw new SourceFault(
      source,
      line,
      `it is no JSON: ${message.replace(/ (?:in JSON )?at position [\s\S]*$/, '')}.`,
      {
        cause,
      },
    );
  }
}

/** The value where it is an object, no list; else null. */
export function objectIn(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The objects of a list; what is none is left out. */
export function objectsIn(value: unknown): JsonObject[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map(objectIn).filter((item) => item !== null);
}

/** Text or a number as text; null without it, and for white space. */
export function textAt(object: JsonObject, key: string): string | null {
  const value = object[key];
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return String(value).trim() === '' ? null : String(value);
}

/** The texts of a list, or of one text divided by commas. */
export function textsAt(object: JsonObject, key: string): string[] {
  const value = object[key];
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  const names = list.filter((item) => typeof item === 'string').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Whether it says so in one of the ways that exports have: true, 1, 'true', 'yes', '1'. */
export function isTrueAt(object: JsonObject, key: string): boolean {
  const value = object[key];
  return value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|1)$/i.test(value));
}
