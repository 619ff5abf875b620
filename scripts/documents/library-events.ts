import ts from 'typescript';
import type { LibraryFunction } from './library-functions.ts';
import { commentAbove, type Property, type Source } from './source.ts';

/** An event of the library: what its `type` is, what it means, and its other properties. */
export interface LibraryEvent {
  readonly type: string;
  readonly documentation: string;
  readonly properties: readonly Property[];
  /** The functions that report it. */
  readonly functions: readonly string[];
}

/** The types of the events of a function, in order of the code. */
export function eventTypes(source: Source, { event }: LibraryFunction): string[] {
  return [...new Set(membersOf(event).map((member) => typeOf(source, member)))];
}

/** Every event, in the order of the alphabet. Two events of one type with different properties are two entries. */
export function libraryEvents(source: Source, functions: readonly LibraryFunction[]): LibraryEvent[] {
  const events = new Map<string, LibraryEvent>();
  for (const { name, event } of functions) {
    for (const member of membersOf(event)) {
      const entry = eventOf(source, member);
      const key = JSON.stringify([entry.type, entry.properties]);
      const known = events.get(key);
      const named = [...new Set([...(known?.functions ?? []), name])];
      events.set(key, { ...entry, documentation: known?.documentation || entry.documentation, functions: named });
    }
  }
  return [...events.values()].sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0));
}

const membersOf = (event: ts.Type) => (event.isUnion() ? event.types : [event]);

function typeOf({ checker }: Source, event: ts.Type): string {
  const type = checker.getTypeOfSymbol(event.getProperty('type')!);
  return (type as ts.StringLiteralType).value;
}

function eventOf(source: Source, event: ts.Type): Omit<LibraryEvent, 'functions'> {
  const properties = source.properties(event).filter(({ name }) => name !== 'type');
  return { type: typeOf(source, event), documentation: meaningOf(source, event), properties };
}

/** The comment of an interface, or the one above the event in its union. */
function meaningOf(source: Source, event: ts.Type): string {
  const alias = event.aliasSymbol === undefined ? '' : source.documentation(event.aliasSymbol);
  const own = event.symbol === undefined ? '' : source.documentation(event.symbol);
  if (alias !== '' || own !== '') return alias || own;
  // It is a member of a union, or a part of one, with a comment above it.
  let node = event.getProperty('type')!.declarations?.[0]?.parent;
  while (node !== undefined && !ts.isStatement(node)) {
    const comment = commentAbove(node);
    if (comment !== '' || ts.isUnionTypeNode(node.parent)) return comment;
    node = node.parent;
  }
  return '';
}
