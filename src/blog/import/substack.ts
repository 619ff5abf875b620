/**
 * Substack's export: a zip archive with `posts.csv`, one line per post, `posts/<post_id>.html` without titles, and
 * files about readers' activity. Read-only.
 */
import { otherFiles } from './other-files.ts';
import { type Archive, type ArchiveSource, leftOut, placeWith, SourceFault, type SourceItem } from './post-source.ts';
import { substackMarkdown } from './substack-body.ts';
import { readTable, type TableRow } from './tables/table.ts';

const list = /(?:^|\/)posts\.csv$/;
const page = /(?:^|\/)posts\/[^/]+\.html$/;

export const substackExport: ArchiveSource = {
  kind: 'archive',
  name: "Substack's export",
  recognise: (files) => files.some((file) => list.test(file)),
  async *read(archive) {
    const table = archive.files.find((file) => list.test(file))!;
    const folder = table.replace(list, '');
    const text = await archive.read(table);
    if (typeof text !== 'string') throw new SourceFault(archive.name, null, `${table}: ${text.reason}`);
    const listed = new Set<string>();
    const files = new Set(archive.files);
    for await (const row of readTable(once(text), `${archive.name}, ${table}`)) {
      const file = `${folder === '' ? '' : `${folder}/`}posts/${row.cells.post_id}.html`;
      listed.add(file);
      yield await issueOf(row, { file, isThere: files.has(file) }, archive);
    }
    const rest = archive.files.filter((file) => file !== table && !listed.has(file));
    for (const file of rest.filter((name) => page.test(name))) {
      yield leftOut('no post', file, 'posts.csv does not list it.');
    }
    yield* otherFiles(rest.filter((name) => !page.test(name)));
  },
};

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** The file that should contain a post's text, and whether it exists. */
interface Place {
  readonly file: string;
  readonly isThere: boolean;
}

async function issueOf({ cells, line }: TableRow, { file, isThere }: Place, archive: Archive): Promise<SourceItem> {
  const { title = '', subtitle = '', type = 'newsletter', post_id: id = '' } = cells;
  const where = placeWith(title === '' ? null : title, `posts.csv, line ${line}`);
  if (type === 'page') return leftOut('page', where, 'it is a page, not a post.');
  if (type !== 'newsletter' && type !== '') return leftOut('other type', where, `its type is ${type}, not newsletter.`);
  if (!isThere) return leftOut('empty', where, `${file} is not in the archive.`);
  const html = await archive.read(file);
  if (typeof html !== 'string') return html;
  return {
    where,
    title: title === '' ? null : title,
    slug: /^\d+\.(.+)$/.exec(id)?.[1] ?? null,
    date: cells.post_date || null,
    categories: [],
    tags: [],
    description: subtitle === '' ? null : subtitle,
    canonicalUrl: null,
    draft: !/^true$/i.test(cells.is_published ?? ''),
    generated: false,
    markdown: () => substackMarkdown(html),
  };
}
