/** The arguments of a tag: `src="a.jpg" wide "A caption"`. */
export interface TagArguments {
  readonly named: ReadonlyMap<string, TagValue>;
  readonly positional: readonly TagValue[];
}

export interface TagValue {
  readonly text: string;
  /** Whether it is in quotes; without them it may be the name of a variable. */
  readonly quoted: boolean;
}

const argument =
  /(?:([\w.-]{1,100})\s*(?:=\s*|:\s+|:(?=["'])))?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[‘’“”]([^‘’“”]*)[‘’“”]|`([^`]*)`|([^\s"'`,=]+(?:=[^\s"'`,]*)?))|[\s\S]/g;

/** Reads the arguments of a tag. Names come back in lower case, with `_` for `-`. */
export function tagArguments(text: string): TagArguments {
  const named = new Map<string, TagValue>();
  const positional: TagValue[] = [];
  for (const [, name, double, single, curly, raw, bare] of text.matchAll(argument)) {
    const written = double ?? single ?? curly ?? raw;
    const value = written ?? bare;
    if (value === undefined) continue;
    const one = {
      text: value
        .replace(/\\(["'\\])/g, '$1')
        .replace(/\s+/g, ' ')
        .trim(),
      quoted: written !== undefined,
    };
    if (name === undefined) positional.push(one);
    else named.set(name.toLowerCase().replaceAll('-', '_'), one);
  }
  return { named, positional };
}
