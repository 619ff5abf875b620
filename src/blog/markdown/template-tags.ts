/**
 * What a site generator acts on in a Markdown file before it is Markdown: Liquid and Nunjucks (`{% %}`, `{{ }}`),
 * Hugo's shortcodes (`{{< >}}`, `{{% %}}`), kramdown's attributes (`{: .wide}`), imports and `:::` lines of
 * Docusaurus. None of them is seen by a reader.
 */

/**
 * Stands where a tag stood, so that `[text]({{ url }})` stays a link. A private character, which no post has a use
 * for; the text of a post is rendered without it.
 */
export const TAG_PLACEHOLDER = '\uE000';

/** Anything but an empty line, and not without end: a stray brace must swallow nothing, nor take long to pass. */
const within = String.raw`(?:(?!\n[ \t]*\n)[^]){0,4000}?`;

/** Where they are a line, the line goes with them. */
const rawTags = /^[ \t]*\{%-?\s*(?:end)?raw\s*-?%\}[ \t]*\n|\{%-?\s*(?:end)?raw\s*-?%\}/gm;

/** The first alternative that fits at a place wins: code and comments come first and are kept. */
const scanner = new RegExp(
  [
    String.raw`(?<fence>^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(?<ticks>${'`{3,}(?=[^`\\n]*\\n)'}|~{3,})[^]*?(?:^[ \t>]*\k<ticks>[${'`'}~]*[ \t]*$|$(?![^])))`,
    String.raw`(?<escape>\\${'`'})`,
    String.raw`(?<inline>(?<!${'`'})(?<run>${'`'}+)(?!${'`'})${within}(?<!${'`'})\k<run>(?!${'`'}))`,
    '(?<html><!--[^]*?-->)',
    String.raw`\{%-?\s*raw\s*-?%\}(?<raw>[^]*?)\{%-?\s*endraw\s*-?%\}`,
    String.raw`(?<comment>\{%-?\s*comment\s*-?%\}[^]*?\{%-?\s*endcomment\s*-?%\}|\{#\s[^]*?#\}|\{/\*[^]*?\*/\})`,
    String.raw`\{%-?\s*(?<block>highlight|codeblock)\b(?<info>[^%]*)%\}(?<code>[^]*?)\{%-?\s*end\k<block>\s*-?%\}`,
    String.raw`\{\{[<%]\s*highlight\b(?<hugoInfo>[^\n]*?)[>%]\}\}(?<hugoCode>[^]*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}`,
    String.raw`(?<tag>\{%${within}%\}|\{\{<${within}>\}\}|\{\{%${within}%\}\}|\{\{${within}\}\})`,
    String.raw`(?<toc>^[ \t]*(?:[-*+]|\d+\.)[ \t][^\n]*\n\{:[ \t]*toc[^}\n]*\}[ \t]*$)`,
    String.raw`(?<attributes>\{:[:.#a-zA-Z\s][^{}\n]*\}|[ \t]\{#[\w-]+\}[ \t]*$)`,
    String.raw`(?<module>^import\s[^\n]*?['"][^'"\n]+['"];?[ \t]*$|^export\s+(?:default|const|let|function)\s${within}$(?=\n[ \t]*\n|\n?$(?![^])))`,
    // Jekyll's Markdown reads addresses with white space in them, CommonMark does not.
    String.raw`\]\((?<address>https?://[^()\s"']*[ \t>]*[\n ][^()"'\n]*)\)`,
    '(?<leftOpen><a\\s+href="[^"<>\\s]*>)',
    String.raw`^:::+[ \t]*[\w-]*(?:\[(?<label>[^\]\n]*)\])?(?:\{[^}\n]*\})?[ \t]*(?<caption>[^\n]*)$`,
  ].join('|'),
  'gm',
);

/**
 * Markdown with the template tags taken out and TAG_PLACEHOLDER in their place. Code in fences and backticks is as it
 * was, but for the tags `raw` and `endraw`, which protect it from the generator. Blocks of `raw` lose their tags and keep
 * their text, blocks of `highlight` become fenced code of their language, other tags leave what stands between them. Lines
 * of nothing but tags go away whole.
 */
export function withoutTemplateTags(markdown: string): string {
  const replaced = markdown.replace(scanner, (...found) => replacement(found[0], found.at(-1)));
  return replaced
    .replace(new RegExp(`^[ \\t]*${TAG_PLACEHOLDER}[${TAG_PLACEHOLDER} \\t]*(?:\\n|$)`, 'gm'), '')
    .replace(/<\/?[a-z][^<>]*>/gi, withoutPlaceholders);
}

/** Within an HTML tag a placeholder would not be an attribute. */
function withoutPlaceholders(htmlTag: string): string {
  return htmlTag.replaceAll(`=${TAG_PLACEHOLDER}`, '=""').replaceAll(TAG_PLACEHOLDER, '');
}

function replacement(whole: string, groups: Readonly<Record<string, string | undefined>>): string {
  const { fence, inline, raw, info, code, hugoInfo, hugoCode, label, caption, address } = groups;
  const kept = fence ?? inline;
  if (kept !== undefined) return kept.replace(rawTags, '');
  if (raw !== undefined) return TAG_PLACEHOLDER + raw + TAG_PLACEHOLDER;
  if (code !== undefined) return fenced(code, info);
  if (hugoCode !== undefined) return fenced(hugoCode, hugoInfo);
  if (caption !== undefined) return `\n${label ?? caption}\n`;
  if (address !== undefined) return `](${address.replace(/[\s>]+/g, '')})`;
  const isTag = ['tag', 'comment', 'toc', 'attributes', 'module', 'leftOpen'].some(
    (name) => groups[name] !== undefined,
  );
  return isTag ? TAG_PLACEHOLDER : whole;
}

/** Within a fence that nothing in the code can close; of `info` only the language stays, its first word. */
function fenced(code: string, info = ''): string {
  const language = /^\s*(?:lang:|")?([\w+#.-]+)"?(?=\s|-?$)(?!=)/.exec(info)?.[1] ?? '';
  const longest = Math.max(2, ...Array.from(code.matchAll(/~+/g), ([run]) => run.length));
  const fence = '~'.repeat(longest + 1);
  return `\n\n${fence}${language}\n${code.replace(/^[ \t]*\n/, '').trimEnd()}\n${fence}\n\n`;
}
