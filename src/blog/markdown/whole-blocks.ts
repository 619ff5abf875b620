import type { Rewritten } from './rewrite-prose.ts';
import { TAG_PLACEHOLDER } from './tag-place.ts';
import type { TextFinder } from './text-finder.ts';

const codeBlocks = /^(?:highlight|codeblock|code|code_?block|code-block|prism)$/;
const diagrams = /^(?:mermaid|plantuml|graphviz|dot)$/;
const unseenBlocks = /^(?:comment|chart|charts|echarts|plotly|vega|vega-lite|script|javascript|js|css|style|schema)$/;

const ends = new Map<string, RegExp>();

export function liquidEnds(name: string): RegExp | null {
  return endsOf(name, `%:${name}`, String.raw`\{%[-~]?\s*end${name}\s*[-~]?%\}`);
}

export function shortcodeEnds(name: string): RegExp | null {
  return endsOf(name, `<:${name}`, String.raw`\{\{[<%]\s*/\s*${name}\s*[>%]\}\}`);
}

/** A pattern for the end of each listed name, cached; null for other names. */
function endsOf(name: string, key: string, pattern: string): RegExp | null {
  if (!codeBlocks.test(name) && !diagrams.test(name) && !unseenBlocks.test(name)) return null;
  const known = ends.get(key) ?? new RegExp(pattern, 'g');
  ends.set(key, known);
  return known;
}

/** Rewrites a block of code, a diagram or an invisible block, together with its content. */
export function wholeBlock(
  finder: TextFinder,
  from: number,
  name: string,
  text: string,
  close: RegExp | null,
): Rewritten | null {
  const found = close === null ? null : finder.match(close, from);
  if (found === null) return null;
  const end = found.index + found[0].length;
  if (unseenBlocks.test(name)) return { end, replacement: TAG_PLACEHOLDER };
  const code = finder.text.slice(from, found.index);
  return { end, replacement: fenced(code, diagrams.test(name) ? name : text) };
}

/** Code in a fence longer than any in the code; of `info`, only its first word, the language, is kept. */
function fenced(code: string, info: string): string {
  const language = /^\s*(?:lang(?:uage)?[:=]\s*)?"?([\w+#.-]+)"?(?=\s|-?$)(?!=)/.exec(info)?.[1] ?? '';
  let longest = 2;
  for (const [run] of code.matchAll(/~+/g)) longest = Math.max(longest, run.length);
  const fence = '~'.repeat(longest + 1);
  return `\n\n${fence}${language}\n${code.replace(/^[ \t]*\n/, '').trimEnd()}\n${fence}\n\n`;
}
