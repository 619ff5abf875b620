import { dirname, join } from 'node:path';
import ts from 'typescript';

/** The program of the library, with its types. */
export class Source {
  readonly checker: ts.TypeChecker;
  readonly entry: ts.SourceFile;

  constructor(root: string) {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
    const path = join(root, 'src/index.ts');
    const program = ts.createProgram([path], options);
    this.checker = program.getTypeChecker();
    this.entry = program.getSourceFile(path)!;
  }

  /** What the library exports, by name. */
  exported(): ReadonlyMap<string, ts.Symbol> {
    const symbols = this.checker.getExportsOfModule(this.checker.getSymbolAtLocation(this.entry)!);
    const resolved = symbols.map((symbol) => {
      const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      return [symbol.name, isAlias ? this.checker.getAliasedSymbol(symbol) : symbol] as const;
    });
    return new Map(resolved);
  }

  /** The doc comment of a symbol, in one line. */
  documentation(symbol: ts.Symbol): string {
    return oneLine(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
  }

  /** A type as an editor shows it; long ones are cut. */
  typeText(type: ts.Type): string {
    return this.checker.typeToString(type, this.entry, ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope);
  }

  /** The properties of a type: name, type and doc comment. */
  properties(type: ts.Type): readonly Property[] {
    return this.checker.getPropertiesOfType(type).map((symbol) => ({
      name: symbol.name,
      isOptional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
      type: this.typeText(this.checker.getTypeOfSymbol(symbol)),
      documentation: this.documentation(symbol),
    }));
  }
}

export interface Property {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: string;
  readonly documentation: string;
}

/** The doc comment above a node that is a part of a union, in one line; empty if there is none. */
export function commentAbove(node: ts.Node): string {
  const before = node
    .getSourceFile()
    .text.slice(0, node.getStart())
    .replace(/[\s|(]+$/, '');
  if (!before.endsWith('*/')) return '';
  const comment = before.slice(before.lastIndexOf('/**') + 3, -2);
  return oneLine(comment.replace(/^\s*\*/gm, ''));
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The root of the repository. */
export const repository = dirname(dirname(import.meta.dirname));
