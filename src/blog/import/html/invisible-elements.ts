import type { Element } from 'hast';
import { isBackLink } from '../../markdown/back-link.ts';
import { classesOf } from './hast-search.ts';

/** Elements that Markdown cannot show: embeds, and interactive or invisible ones. */
const dropped = new Set(
  `script style template iframe frame frameset noframes noembed object embed applet video audio canvas form button
  select datalist textarea dialog map link meta base head title svg nav progress meter rp`.split(/\s+/),
);

/** Classes of boxes for foreign content, visitor counters and editing links. */
const boxes =
  /^(?:wp-block-embed|kg-(?:embed|bookmark|video|audio|file|signup|button|product)-card|twitter-tweet|instagram-media|tiktok-embed|fb-post|reddit-embed|feedflare|mw-editsection|katex-html|MathJax(?:_Preview|_Display)?)$/;

/** A column of line numbers next to code. */
const lineNumbers = /^(?:gutter|lineno|linenos|linenodiv|line-numbers?(?:-rows)?|blob-num)$/;

/** Whether a reader of the post sees nothing of an element and its content. */
export function isInvisible(element: Element): boolean {
  const { tagName, properties } = element;
  if (tagName === 'input') return properties.type !== 'checkbox';
  if (dropped.has(tagName) || properties.hidden === true || properties.hidden === 'hidden') return true;
  const classes = classesOf(element);
  if (classes.some((name) => boxes.test(name))) return true;
  if (isBackLink(element)) return true;
  return ['td', 'span', 'th', 'a'].includes(tagName) && classes.some((name) => lineNumbers.test(name));
}
