/** What a reader sees of the first or last line of a container. */
export interface ContainerLine {
  /** The quote and list marks before it. */
  readonly prefix: string;
  /** '' if it has none. */
  readonly title: string;
}

const opening = /^((?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*)(:{3,})(.*)$/;

/**
 * Reads a line of three or more colons as in Docusaurus, VuePress, VitePress, Pandoc, Quarto, MyST and remark-directive:
 * a name, a title in brackets or without, attributes in braces. Null for other lines.
 */
export function containerLine(line: string): ContainerLine | null {
  const [, prefix, , after] = line.includes(':::') ? (opening.exec(line) ?? []) : [];
  if (after === undefined) return null;
  let rest = after.trim();
  while (rest.endsWith(':')) rest = rest.slice(0, -1);
  rest = rest.trim();
  if (rest === '') return { prefix, title: '' };
  const name = /^(?:\{[^{}\n]*\}|[\p{L}\d][\w.-]*)/u.exec(rest)?.[0];
  if (name === undefined && !rest.startsWith('[')) return null;
  const titled = titleIn(name?.startsWith('{') ? name : '');
  rest = rest.slice(name?.length ?? 0).trim();
  const label = labelIn(rest);
  if (label !== null) rest = rest.slice(label.length + 2).trim();
  const attributes = /\{[^{}\n]*\}$/.exec(rest.slice(-1000))?.[0] ?? '';
  if (attributes !== '') rest = rest.slice(0, -attributes.length).trim();
  return { prefix, title: label ?? titleIn(attributes) ?? titled ?? rest };
}

/** Reads remark-directive's `::name[label]{attributes}` on its own line; it must have a label or attributes. */
export function leafDirective(line: string): ContainerLine | null {
  const [, prefix, rest] = line.includes('::')
    ? (/^((?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*)::[a-zA-Z][\w-]*([[{].*)$/.exec(line.trimEnd()) ?? [])
    : [];
  if (rest === undefined) return null;
  const label = labelIn(rest);
  const attributes = label === null ? rest : rest.slice(label.length + 2);
  return attributes === '' || /^\{[^{}\n]*\}$/.test(attributes) ? { prefix, title: label ?? '' } : null;
}

/** The text in the brackets at the beginning of a text; null if there are none. */
function labelIn(text: string): string | null {
  if (!text.startsWith('[')) return null;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') depth++;
    else if (text[i] === ']' && --depth === 0) return text.slice(1, i).trim().length === 0 ? '' : text.slice(1, i);
  }
  return null;
}

function titleIn(attributes: string): string | null {
  return (
    /\b(?:title|summary|caption)=(?:"([^"]*)"|'([^']*)')/
      .exec(attributes)
      ?.slice(1)
      .find((title) => title !== undefined) ?? null
  );
}
