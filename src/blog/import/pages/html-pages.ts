/** A folder or archive of plain HTML pages without any other kind of post. */
import { reportCommand } from '../../report/html-page.ts';
import { otherFiles } from '../other-files.ts';
import { type ArchiveSource, leftOut } from '../post-source.ts';
import { postOfHtml } from './html-page.ts';

const page = /\.x?html?$/i;
const otherPosts = /\.(?:md|markdown|mdx|txt)$/i;

export const htmlPages: ArchiveSource = {
  kind: 'archive',
  name: 'HTML pages',
  recognise: (files) => files.some((file) => page.test(file)) && !files.some((file) => otherPosts.test(file)),
  async *read(archive) {
    for (const file of archive.files.filter((name) => page.test(name))) {
      const name = file.split('/').at(-1)!;
      if (/^(?:404|search|archives?|tags|categories)\./i.test(name) || file === 'index.html') {
        yield leftOut('page', file, 'it is a page of the site, not a post.');
        continue;
      }
      const html = await archive.read(file);
      const command = typeof html === 'string' ? reportCommand(html) : null;
      if (typeof html !== 'string') yield html;
      else if (command !== null) yield leftOut('no post', file, `it is a report from tpdne ${command}.`);
      else yield postOfHtml(html, name, file);
    }
    yield* otherFiles(archive.files.filter((name) => !page.test(name)));
  },
};
