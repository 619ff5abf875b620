/** Settings in a configuration that is a program in Python: only what is plainly written counts. */

/** What a setting may be, as far as it is read. */
export interface PythonSettings {
  /** The texts in the value of a setting, in their order; none where it is not there. */
  texts(name: string): readonly string[];
  /** Null where it is neither True nor False. */
  flag(name: string): boolean | null;
  has(name: string): boolean;
}

/** No setting is longer, in characters. */
const longestValue = 20_000;

/** The settings of a configuration's text; where one is set twice, the last one counts. */
export function pythonSettings(text: string): PythonSettings {
  const starts = new Map<string, number>();
  for (const { 0: start, 1: name, index } of text.matchAll(/^([A-Z][A-Z0-9_]*)[ \t]*=(?!=)[ \t]*/gm)) {
    starts.set(name, index + start.length);
  }
  const tokens = (name: string) => {
    const start = starts.get(name);
    return start === undefined ? [] : tokensOfValue(text.slice(start, start + longestValue));
  };
  return {
    texts: (name) => tokens(name).flatMap((token) => /^[a-z]*(["'])(.*)\1$/is.exec(token)?.[2] ?? []),
    flag: (name) => {
      const [first] = tokens(name);
      return first === 'True' ? true : first === 'False' ? false : null;
    },
    has: (name) => starts.has(name),
  };
}

/** Texts, words and brackets up to the line break behind which the value is whole. */
function tokensOfValue(text: string): string[] {
  const tokens: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(
    /#[^\n]*|[a-z]{0,2}"(?:[^"\\\n]|\\.)*"|[a-z]{0,2}'(?:[^'\\\n]|\\.)*'|\w+|[[\](){}]|\n/gi,
  )) {
    if (token.startsWith('#')) continue;
    if (/^[[({]$/.test(token)) depth++;
    else if (/^[\])}]$/.test(token)) depth--;
    if (token === '\n' && depth <= 0) break;
    tokens.push(token);
  }
  return tokens;
}
