import type { Element } from 'hast';
import { attribute } from './hast-search.ts';
import { styleOf } from './html-elements.ts';

/** A property of a stretch of text: emphasis, or where it links to. */
export type Mark =
  | { readonly kind: 'strong' | 'emphasis' | 'delete' }
  | { readonly kind: 'link'; readonly url: string; readonly title: string | null };

/** The outermost first, each kind at most once. */
export type Marks = readonly Mark[];

const byName: Readonly<Record<string, 'strong' | 'emphasis' | 'delete'>> = {
  b: 'strong',
  strong: 'strong',
  em: 'emphasis',
  i: 'emphasis',
  mark: 'emphasis',
  u: 'emphasis',
  del: 'delete',
  s: 'delete',
  strike: 'delete',
};

/** The marks inside an element whose surroundings have the marks `around`; its style overrides its tag name. */
export function marksWithin(element: Element, around: Marks): Marks {
  const { tagName } = element;
  if (tagName === 'a') return withLink(element, around);
  let marks = around;
  const kind = byName[tagName];
  if (kind !== undefined) marks = withKind(marks, kind, true);
  // Headings are bold anyway.
  if (attribute(element, 'style') === null || /^(?:h[1-6]|th)$/.test(tagName)) return marks;
  const weight = styleOf(element, 'font-weight');
  if (weight !== null) marks = withKind(marks, 'strong', isBold(weight));
  const slant = styleOf(element, 'font-style');
  if (slant !== null) marks = withKind(marks, 'emphasis', slants(slant));
  const line = styleOf(element, 'text-decoration-line') ?? styleOf(element, 'text-decoration');
  if (line?.includes('line-through')) marks = withKind(marks, 'delete', true);
  else if (line === 'none' && kind === 'delete') marks = withKind(marks, 'delete', false);
  return marks;
}

/** Null for a value that has no effect. */
function isBold(weight: string): boolean | null {
  if (/^(?:bold|bolder)$/.test(weight)) return true;
  if (/^(?:normal|lighter)$/.test(weight)) return false;
  return /^\d{1,4}$/.test(weight) ? Number(weight) >= 600 : null;
}

function slants(style: string): boolean | null {
  if (/^(?:italic|oblique)\b/.test(style)) return true;
  return style === 'normal' ? false : null;
}

function withKind(marks: Marks, kind: 'strong' | 'emphasis' | 'delete', isOn: boolean | null): Marks {
  const has = marks.some((mark) => mark.kind === kind);
  if (isOn === null || has === isOn) return marks;
  return isOn ? [...marks, { kind }] : marks.filter((mark) => mark.kind !== kind);
}

/** Ignores a link within a link, and one that leads nowhere or runs a script. */
function withLink(element: Element, marks: Marks): Marks {
  const url = attribute(element, 'href')?.replace(/[\t\n\r]+/g, '') ?? null;
  if (url === null || /^(?:javascript|vbscript|data):/i.test(url)) return marks;
  if (marks.some((mark) => mark.kind === 'link')) return marks;
  const title = attribute(element, 'title')?.replace(/\s+/g, ' ') ?? null;
  return [...marks, { kind: 'link', url, title }];
}

/** Whether two marks can be joined: links only if they are the same object. */
export function isSameMark(one: Mark, other: Mark): boolean {
  return one === other || (one.kind === other.kind && one.kind !== 'link');
}

export function hasMark(marks: Marks, wanted: Mark): boolean {
  return marks.some((mark) => isSameMark(mark, wanted));
}
