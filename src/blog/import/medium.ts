/**
 * Medium's export: a zip archive with a page in `posts/` for each story, draft and comment, and pages about
 * oneself, such as one's profile. Names are
 * `2019-03-10_A-title-0123456789ab.html` and `draft_A-title-0123456789ab.html`. Only read here.
 */
import type { Element, ElementContent, Root } from 'hast';
import { attribute, elementsIn, findElement, findElements, hasClass, lineIn, without } from './html/hast-search.ts';
import { markdownOfTree, pageTree } from './html/html-to-markdown.ts';
import { otherFiles } from './other-files.ts';
import { isSameLine } from './plain-line.ts';
import { type ArchiveSource, leftOut, type SourceItem } from './post-source.ts';

const story = /(?:^|\/)posts\/([^/]+)\.html$/;

export const mediumExport: ArchiveSource = {
  kind: 'archive',
  name: "Medium's export",
  recognise: (files) =>
    files.some((file) => /(?:^|\/)profile\/profile\.html$/.test(file)) ||
    files.some((file) => /(?:^|\/)posts\/(?:draft|\d{4}-\d{2}-\d{2})_.*[0-9a-f]{8,}\.html$/.test(file)),
  async *read(archive) {
    for (const file of archive.files) {
      const name = story.exec(file)?.[1];
      if (name === undefined) continue;
      const html = await archive.read(file);
      yield typeof html === 'string' ? storyOf(html, name, file) : html;
    }
    yield* otherFiles(archive.files.filter((file) => !story.test(file)));
  },
};

/** What somebody writes under another's story is hardly ever longer, in words. */
const longestComment = 300;

function storyOf(html: string, name: string, where: string): SourceItem {
  const page = pageTree(html);
  const field = (cssClass: string) => findElement(page, (element) => hasClass(element, cssClass));
  const lineOf = (element: Element | null) => (element === null || lineIn(element) === '' ? null : lineIn(element));
  const title = lineOf(field('p-name')) ?? lineOf(findElement(page, ({ tagName }) => tagName === 'title'));
  const subtitle = lineOf(field('p-summary'));
  const content = field('e-content');
  if (content === null || lineIn(content) === '') return leftOut('empty', where, 'there is no text in it.');
  if (isComment(content, title))
    return leftOut('comment', where, "it is a comment on another's story: short, without a title.");
  const [, start = '', slug = name] = /^(draft|\d{4}-\d{2}-\d{2})_(.*?)(?:-{1,2}[0-9a-f]{8,})?$/.exec(name) ?? [];
  const time = field('dt-published');
  const address = field('p-canonical');
  const tags = field('p-tags');
  return {
    where,
    title,
    // Its files have the letters of titles, its addresses small ones.
    slug: slug.toLowerCase(),
    date: (time === null ? null : attribute(time, 'dateTime')) ?? (/^\d/.test(start) ? start : null),
    categories: [],
    tags: tags === null ? [] : findElements(tags, ({ tagName }) => tagName === 'a').map(lineIn),
    description: subtitle,
    canonicalUrl: address === null ? null : attribute(address, 'href'),
    draft: start === 'draft',
    generated: false,
    markdown: () => markdownOfTree({ type: 'root', children: bodyOf(content, [title, subtitle]) }),
  };
}

/** A story's title is a heading in it; that of a comment is how its first paragraph begins. */
function isComment(content: Element, title: string | null): boolean {
  const headings = findElements(content, ({ tagName }) => /^h[1-6]$/.test(tagName));
  if (title !== null && headings.some((heading) => isSameLine(lineIn(heading), title))) return false;
  if (headings.some((heading) => hasClass(heading, 'graf--title'))) return false;
  return lineIn(content).split(' ').length <= longestComment;
}

/** Without dividers at its start and the lines at its top that repeat title and subtitle. */
function bodyOf(content: Element, repeated: readonly (string | null)[]): ElementContent[] {
  const lines = repeated.filter((line) => line !== null);
  const unwrapped = sectionsOf(without(content, (element) => hasClass(element, 'graf--mixtapeEmbed')));
  let at = 0;
  for (const node of unwrapped) {
    const isLeft =
      node.type !== 'element' || node.tagName === 'hr' || lines.some((line) => isSameLine(lineIn(node), line));
    if (!isLeft) break;
    at++;
  }
  return unwrapped.slice(at);
}

/** Medium wraps paragraphs in sections and boxes of its own. */
function sectionsOf(node: Root | Element): ElementContent[] {
  return elementsIn(node).flatMap((element) =>
    ['section', 'div'].includes(element.tagName) ? sectionsOf(element) : [element],
  );
}
