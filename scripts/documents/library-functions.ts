import ts from 'typescript';
import type { Source } from './source.ts';

/** A function of the library that returns a job. */
export interface LibraryFunction {
  readonly name: string;
  readonly summary: string;
  /** The types of its arguments, by name; `?` after the name if it may be left out. */
  readonly parameters: readonly (readonly [name: string, type: string])[];
  /** Properties of its options besides those of `ProjectOptions`. */
  readonly options: ts.Type | null;
  readonly event: ts.Type;
  /** Its result, in words. */
  readonly result: string;
}

/** The functions in the library's entry, in order. */
export function libraryFunctions(source: Source): LibraryFunction[] {
  const functions: LibraryFunction[] = [];
  for (const statement of source.entry.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer === undefined || !ts.isArrowFunction(initializer)) continue;
      functions.push(functionOf(source, source.checker.getSymbolAtLocation(name)!, initializer));
    }
  }
  return functions;
}

function functionOf(source: Source, symbol: ts.Symbol, node: ts.ArrowFunction): LibraryFunction {
  const { checker } = source;
  const signature = checker.getSignatureFromDeclaration(node)!;
  const [event] = checker.getTypeArguments(signature.getReturnType() as ts.TypeReference);
  const parameters = node.parameters.map(({ name, type, questionToken, initializer }) => {
    const mayBeLeftOut = questionToken !== undefined || initializer !== undefined;
    return [`${name.getText()}${mayBeLeftOut ? '?' : ''}`, type!.getText()] as const;
  });
  const options = node.parameters.find(({ name }) => name.getText() === 'options')?.type;
  const more = options !== undefined && ts.isIntersectionTypeNode(options) ? options.types[1] : null;
  return {
    name: symbol.name,
    summary: source.documentation(symbol),
    parameters,
    options: more === null ? null : checker.getTypeFromTypeNode(more),
    event,
    result: resultOf(source, node.body as ts.CallExpression, signature),
  };
}

/** The result of a job, from the call that makes it: `endingWith`, `collecting` or `returning`. */
function resultOf(source: Source, call: ts.CallExpression, signature: ts.Signature): string {
  const types = call.arguments.filter(ts.isStringLiteral).map(({ text }) => `\`${text}\``);
  switch (call.expression.getText()) {
    case 'endingWith':
      return `its event ${types.join(' or ')}`;
    case 'collecting':
      return `a list of its events ${types.join(', ')}`;
    default: {
      const { checker } = source;
      const [, result] = checker.getTypeArguments(signature.getReturnType() as ts.TypeReference);
      const text = checker.typeToString(result);
      if (text === 'void') return 'none: only the signal ends it';
      const properties = source.properties(result).map(({ name, type }) => `\`${name}: ${type}\``);
      return `\`${text}\`, with ${properties.join(', ')}`;
    }
  }
}
