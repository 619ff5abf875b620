import { endsEntry, keyOf } from '../posts/front-matter-entries.ts';
import type { FrontMatter } from '../posts/post.ts';

/** What becomes of an entry: another text in its place, or null for nothing. */
export type EntryChanges = ReadonlyMap<string, string | null>;

/**
 * Front matter with some of its entries changed and all others, comments and blank lines as they were typed. An entry
 * that was not there comes behind that of `after`, else at the end. The texts are entries as `write-front-matter.ts`
 * makes them. Of JSON the data stay, and how far its lines are indented.
 */
export function editFrontMatter(frontMatter: FrontMatter, changes: EntryChanges, after: string): string {
  return frontMatter.delimiter === 'json'
    ? editJson(frontMatter, changes, after)
    : editLines(frontMatter, changes, after);
}

function editLines({ raw, data, delimiter }: FrontMatter, changes: EntryChanges, after: string): string {
  const lines = raw === '' ? [] : raw.replace(/\n$/, '').split('\n');
  const edited: string[] = [];
  const added = [...changes]
    .filter(([key, text]) => text !== null && !Object.hasOwn(data, key))
    .map(([, text]) => text!);
  const addHere = () => edited.push(...added.splice(0));
  let current: string | null = null;
  let isTable = false;
  for (const line of lines) {
    if (delimiter === 'toml' && /^\s*\[/.test(line) && (current === null || isTableHead(line))) {
      // What comes behind the head of a table belongs to it.
      if (!isTable) addHere();
      isTable = true;
    }
    const key = isTable ? undefined : keyOf(line);
    if (key !== undefined) {
      if (current === after) addHere();
      current = key;
      const text = changes.get(key);
      edited.push(...(text === undefined ? [line] : text === null ? [] : [text]));
    } else if (isTable || current === null || !changes.has(current) || endsEntry(line)) {
      if (endsEntry(line)) {
        if (current === after) addHere();
        current = null;
      }
      edited.push(line);
    }
  }
  addHere();
  return edited.map((line) => `${line}\n`).join('');
}

function isTableHead(line: string): boolean {
  return /^\s*\[{1,2}[\w."' -]+\]{1,2}\s*(?:#.*)?$/.test(line);
}

function editJson({ raw, data }: FrontMatter, changes: EntryChanges, after: string): string {
  const valueIn = (text: string) => Object.values(JSON.parse(`{${text}}`) as Record<string, unknown>)[0];
  const added = [...changes].filter(([key, text]) => text !== null && !Object.hasOwn(data, key));
  const edited: [string, unknown][] = [];
  for (const [key, value] of Object.entries(data)) {
    const text = changes.get(key);
    if (text !== null) edited.push([key, text === undefined ? value : valueIn(text)]);
    if (key === after)
      edited.push(...added.splice(0).map(([name, entry]) => [name, valueIn(entry!)] as [string, unknown]));
  }
  edited.push(...added.map(([name, entry]) => [name, valueIn(entry!)] as [string, unknown]));
  const indent = /\n([ \t]+)"/.exec(raw)?.[1] ?? '  ';
  return JSON.stringify(Object.fromEntries(edited), null, indent);
}
