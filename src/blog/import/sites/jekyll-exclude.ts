import { isCollection, isMap, isSeq, parseDocument } from 'yaml';
import { usualExclude } from './jekyll-settings.ts';

/**
 * The text of a `_config.yml` that also excludes these names, with every other character as it was; null if the file is
 * not YAML, or its `exclude` has a form that cannot be added to, such as an alias. A new `exclude` begins with what Jekyll
 * excludes by default, since Jekyll 3 (and so GitHub Pages) drops its defaults when there is one.
 */
export function withExcluded(text: string, names: readonly string[]): string | null {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const { contents } = document;
  if (contents !== null && !isMap(contents)) return null;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const list = document.get('exclude', true);
  if (list === undefined || isEmpty(list)) {
    const block = ['exclude:', ...[...usualExclude, ...names].map((name) => `  - ${quoted(name)}`)].join(newline);
    const rest = list === undefined ? text : withoutKey(text);
    if (rest === null) return null;
    return `${rest}${rest === '' || rest.endsWith('\n') ? '' : newline}${block}${newline}`;
  }
  if (!isSeq(list)) return null;
  const last = list.items.at(-1) as { readonly range?: readonly [number, number, number] };
  if (last.range === undefined) return null;
  const end = last.range[1];
  const before = text.slice(0, end);
  if (list.flow === true) return `${before}, ${names.map(quoted).join(', ')}${text.slice(end)}`;
  // The indentation of the list is that of its last item.
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const indent = /^\s*/.exec(line)![0];
  return `${before}${names.map((name) => `${newline}${indent}- ${quoted(name)}`).join('')}${text.slice(end)}`;
}

/** Whether a value is `exclude:` with nothing after it, or with an empty list. */
function isEmpty(value: unknown): boolean {
  if (isCollection(value)) return value.items.length === 0;
  return (value as { readonly value?: unknown } | null)?.value === null;
}

/** The text without its empty `exclude`. */
function withoutKey(text: string): string | null {
  const without = text.replace(/^exclude[ \t]*:[ \t]*(?:\[[ \t]*\]|~|null)?[ \t]*(?:#.*)?(?:\r?\n|$)/m, '');
  return without === text ? null : without;
}

/** A glob must be quoted, since `*` begins an alias. */
function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `"${name}"`;
}
