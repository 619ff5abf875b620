/** Settings in a configuration written in Python; only literals are understood. */

/** The kinds of settings that can be read. */
export interface PythonSettings {
  /** The strings in a setting's value, in order; empty without the setting. */
  texts(name: string): readonly string[];
  /** Null if it is neither True nor False. */
  flag(name: string): boolean | null;
  has(name: string): boolean;
}

/** Characters. Settings are shorter. */
const maxValueCharacters = 20_000;

/** The settings in a configuration; if one is set twice, the last one counts. */
export function pythonSettings(text: string): PythonSettings {
  const starts = new Map<string, number>();
  for (const { 0: start, 1: name, index } of text.matchAll(/^([A-Z][A-Z0-9_]*)[ \t]*=(?!=)[ \t]*/gm)) {
    starts.set(name, index + start.length);
  }
  const tokens = (name: string) => {
    const start = starts.get(name);
    return start === undefined ? [] : tokensOfValue(text.slice(start, start + maxValueCharacters));
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

/** Strings, words and brackets up to the line break that ends the value. */
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
