import { SourceFault } from './post-source.ts';
import { wholeText } from './whole-text.ts';

/** Values in untrusted JSON: a value of the wrong type counts as missing. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reading a whole JSON text takes several times its memory; larger exports are refused. */
const maxCharacters = 2 ** 28;

/** The value of a JSON text. Throws SourceFault with the line of the error, and for a text that is too large. */
export async function wholeJson(text: AsyncIterable<string>, source: string): Promise<unknown> {
  const whole = await wholeText(text, source, maxCharacters, 'the limit for a JSON file');
  try {
    return JSON.parse(whole);
  } catch (cause) {
    const { message } = cause as Error;
    const position = Number(/at position (\d+)/.exec(message)?.[1] ?? whole.length);
    const line = whole.slice(0, position).split('\n').length;
    throw new SourceFault(
      source,
      line,
      `it is not valid JSON: ${message.replace(/ (?:in JSON )?at position [\s\S]*$/, '')}.`,
      {
        cause,
      },
    );
  }
}

/** The value if it is an object and not a list; else null. */
export function objectIn(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The objects in a list; other values are dropped. */
export function objectsIn(value: unknown): JsonObject[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map(objectIn).filter((item) => item !== null);
}

/** The text, or number as text, under a key; null without one, and for white space. */
export function textAt(object: JsonObject, key: string): string | null {
  const value = object[key];
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  return String(value).trim() === '' ? null : String(value);
}

/** The texts of a list, or of one text separated by commas. */
export function textsAt(object: JsonObject, key: string): string[] {
  const value = object[key];
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  const names = list.filter((item) => typeof item === 'string').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Whether the value is one of those that exports use for true: true, 1, 'true', 'yes', '1'. */
export function isTrueAt(object: JsonObject, key: string): boolean {
  const value = object[key];
  return value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|1)$/i.test(value));
}
