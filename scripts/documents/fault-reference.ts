import ts from 'typescript';
import { code, GENERATED, paragraphs, table } from './markdown.ts';
import type { Source } from './source.ts';

/** docs/reference/faults.md: every fault of the library by its code, with its class and what it means. */
export function faultReference(source: Source): string {
  const rows = [...source.exported()].flatMap(([name, symbol]) => {
    const declaration = symbol.valueDeclaration;
    const found = declaration !== undefined && ts.isClassDeclaration(declaration) ? codeIn(declaration) : null;
    return found === null ? [] : [{ name, found, meaning: source.documentation(symbol) }];
  });
  rows.sort((a, b) => (a.found < b.found ? -1 : 1));
  return paragraphs(
    GENERATED,
    '# Faults',
    'Every error that a person can act on is a `Fault`. Its `code` is permanent, and its message says what happened, where, and what to do; ' +
      'messages may be improved. All classes are exported, so `catch` can tell them apart by `instanceof` or by `code`. Any other error is a bug.',
    table(
      ['code', 'class', 'what happened'],
      rows.map(({ name, found, meaning }) => [`<a id="${found}"></a>${code(found)}`, code(name), meaning]),
    ),
    '`SettingFault` has two more properties: `setting`, the name of the setting, and `marked`, its message with the names of settings in ' +
      'backticks, for a program that shows them in a form of its own.',
  );
}

/** The code that a class of faults has; null for other classes, and for the base class. */
function codeIn(declaration: ts.ClassDeclaration): string | null {
  for (const member of declaration.members) {
    if (!ts.isPropertyDeclaration(member) || member.name.getText() !== 'code') continue;
    const isOverride = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword) === true;
    if (isOverride && member.initializer !== undefined && ts.isStringLiteral(member.initializer))
      return member.initializer.text;
  }
  return null;
}
