import type { Element } from 'hast';
import { attribute, classesOf } from './hast-search.ts';

/** Elements that Markdown has no place for: embeds, and what acts instead of being read. */
const dropped = new Set(
  `script style template iframe frame frameset noframes noembed object embed applet video audio canvas form button
  select datalist textarea dialog map link meta base head title svg nav progress meter rp`.split(/\s+/),
);

/** Boxes that systems put foreign content into, and what counts readers or leads to an editor, by their classes. */
const boxes =
  /^(?:wp-block-embed|kg-(?:embed|bookmark|video|audio|file|signup|button|product)-card|twitter-tweet|instagram-media|tiktok-embed|fb-post|reddit-embed|feedflare|mw-editsection|katex-html|MathJax(?:_Preview|_Display)?)$/;

/** Line numbers beside code, in a column of their own. */
const lineNumbers = /^(?:gutter|lineno|linenos|linenodiv|line-numbers?(?:-rows)?|blob-num)$/;

/** Links from a note back to its mark. */
const backLinks = /^(?:footnote-?back(?:ref|link)?|reversefootnote|data-footnote-backref)$/;

/** Whether an element and all that is in it is nothing that a reader of a post reads. */
export function isUnseen(element: Element): boolean {
  const { tagName, properties } = element;
  if (tagName === 'input') return properties.type !== 'checkbox';
  if (dropped.has(tagName) || properties.hidden === true || properties.hidden === 'hidden') return true;
  const classes = classesOf(element);
  if (classes.some((name) => boxes.test(name))) return true;
  if (tagName === 'a' && isBackLink(element, classes)) return true;
  return ['td', 'span', 'th', 'a'].includes(tagName) && classes.some((name) => lineNumbers.test(name));
}

function isBackLink(link: Element, classes: readonly string[]): boolean {
  return (
    'dataFootnoteBackref' in link.properties ||
    attribute(link, 'role') === 'doc-backlink' ||
    attribute(link, 'rev') === 'footnote' ||
    classes.some((name) => backLinks.test(name))
  );
}
