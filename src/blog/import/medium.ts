/**
 * Medium's export: a zip archive with a page in `posts/` for each story, draft and comment, and pages about the author,
 * such as the profile. Names are `2019-03-10_A-title-0123456789ab.html` and `draft_A-title-0123456789ab.html`.
 * Read-only.
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

/** Words. Comments on other people's stories are rarely longer. */
const maxCommentWords = 300;

function storyOf(html: string, name: string, where: string): SourceItem {
  const page = pageTree(html);
  const field = (cssClass: string) => findElement(page, (element) => hasClass(element, cssClass));
  const lineOf = (element: Element | null) => (element === null || lineIn(element) === '' ? null : lineIn(element));
  const title = lineOf(field('p-name')) ?? lineOf(findElement(page, ({ tagName }) => tagName === 'title'));
  const subtitle = lineOf(field('p-summary'));
  const content = field('e-content');
  if (content === null || lineIn(content) === '') return leftOut('empty', where, 'it has no text.');
  if (isComment(content, title))
    return leftOut('comment', where, "it looks like a comment on someone else's story: short, without a title.");
  const [, start = '', slug = name] = /^(draft|\d{4}-\d{2}-\d{2})_(.*?)(?:-{1,2}[0-9a-f]{8,})?$/.exec(name) ?? [];
  const time = field('dt-published');
  const address = field('p-canonical');
  const tags = field('p-tags');
  return {
    where,
    title,
    // File names keep a title's capitals, addresses are in lower case.
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

/** A story has its title as a heading; the title of a comment is the start of its first paragraph. */
function isComment(content: Element, title: string | null): boolean {
  const headings = findElements(content, ({ tagName }) => /^h[1-6]$/.test(tagName));
  if (title !== null && headings.some((heading) => isSameLine(lineIn(heading), title))) return false;
  if (headings.some((heading) => hasClass(heading, 'graf--title'))) return false;
  return lineIn(content).split(' ').length <= maxCommentWords;
}

/** Without dividers at the start and the first lines that repeat the title and subtitle. */
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

/** Medium wraps paragraphs in its own sections and boxes. */
function sectionsOf(node: Root | Element): ElementContent[] {
  return elementsIn(node).flatMap((element) =>
    ['section', 'div'].includes(element.tagName) ? sectionsOf(element) : [element],
  );
}
