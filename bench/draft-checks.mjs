// What a draft needs so that a site builds it: front matter that a strict YAML parser accepts, and Markdown that means
// what its syntax says. Nothing is shared with src/, because this checks the output of src/.
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parseDocument } from 'yaml';

const remark = unified().use(remarkParse).use(remarkGfm);

/** The problems of a file, by name; `known` are the blog's categories and tags. */
export function faultsOf(file, known) {
  const divided = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/.exec(file);
  if (divided === null) return ['front matter is not closed', ...markdownFaults(file.replace(/^---\n/, ''))];
  return [...frontMatterFaults(divided[1], known), ...markdownFaults(divided[2])];
}

function frontMatterFaults(yaml, known) {
  const document = parseDocument(yaml, { strict: true, uniqueKeys: true });
  if (document.errors.length + document.warnings.length > 0) return ['front matter does not parse'];
  const data = document.toJS();
  if (typeof data !== 'object' || data === null) return ['front matter does not parse'];
  const names = ['category', 'categories', 'tags'].flatMap((key) => data[key] ?? []);
  const day = String(data.date ?? '').slice(0, 10);
  const isDay = !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().slice(0, 10) === day;
  return [
    ...(typeof data.title === 'string' && data.title.trim() !== '' ? [] : ['no title']),
    ...(isDay ? [] : ['no date, or none that exists']),
    ...(names.every((name) => typeof name === 'string' && known.has(name))
      ? []
      : ['a name that the blog does not use']),
  ];
}

function markdownFaults(body) {
  const tree = remark.parse(body);
  const faults = new Set();
  for (const [node, parents] of nodesOf(tree)) {
    const source = node.position ? body.slice(node.position.start.offset, node.position.end.offset) : '';
    if (node.type === 'text') for (const fault of textFaults(source || node.value)) faults.add(fault);
    if (node.type === 'code' && /^[`~]{3}/.test(source) && !/\n[ >]*[`~]{3,}$/.test(source))
      faults.add('an open fence');
    if (
      node.type === 'table' &&
      node.children.some((row) => row.children.length !== node.children[0].children.length)
    ) {
      faults.add('a broken table');
    }
    const isRow = /^\|.*\|$/m.test(source) || /^\|?[ :-]*-{2,}[ :-]*\|[ |:-]*$/m.test(source);
    if (node.type === 'paragraph' && parents.length === 1 && isRow) faults.add('a broken table');
    if (node.type === 'listItem' && node.children.length === 0) faults.add('an empty list item');
    if (node.type === 'heading' && node.children.length === 0) faults.add('an empty heading');
    if ((node.type === 'link' || node.type === 'image') && node.url === '') faults.add('a link to nowhere');
  }
  const html = [...nodesOf(tree)].filter(([{ type }]) => type === 'html').map(([{ value }]) => value);
  if (!isBalanced(html.join('\n'))) faults.add('HTML that is not closed');
  const paragraphs = tree.children.filter(({ type }) => type === 'paragraph');
  const long = paragraphs.map(({ position }) => body.slice(position.start.offset, position.end.offset));
  const said = long.filter((text) => text.split(/\s+/).length > 4);
  if (new Set(said).size < said.length) faults.add('a paragraph twice');
  const last = tree.children.at(-1);
  if (last?.type === 'paragraph' && !/[.!?…][)\]"'”’*_`]*$|[:)\]>|]$/.test(body.trimEnd()))
    faults.add('a sentence without end');
  if (last?.type === 'heading') faults.add('a heading without text');
  return [...faults];
}

/** Markdown syntax that remark parsed as text: it would escape it when writing the text again. */
function textFaults(source) {
  const text = source.replace(/\\[\s\S]/g, '  ');
  return [
    ...(/(?<![\w*])(?:\*{1,3}|__?)(?=[\w"'“(])|(?<=[\w.,!?)"'”])(?:\*{1,3}|__?)(?![\w*])|~~/.test(text)
      ? ['open emphasis']
      : []),
    ...(text.includes('`') ? ['open inline code'] : []),
    ...(/\]\(|\[[^[\]]+\]\[|\[\^/.test(text) ? ['a broken link'] : []),
  ];
}

function isBalanced(html) {
  const open = [];
  if (/<!--(?![\s\S]*-->)/.test(html)) return false;
  for (const [tag, closes, name] of html.matchAll(/<(\/?)([a-z][\w-]*)[^<>]*>/gi)) {
    if (/^(?:br|hr|img|input|meta|link|source|wbr)$/i.test(name) || tag.endsWith('/>')) continue;
    if (closes === '') open.push(name.toLowerCase());
    else if (open.pop() !== name.toLowerCase()) return false;
  }
  return open.length === 0;
}

function* nodesOf(node, parents = []) {
  for (const child of node.children ?? []) {
    yield [child, [...parents, node]];
    yield* nodesOf(child, [...parents, node]);
  }
}
