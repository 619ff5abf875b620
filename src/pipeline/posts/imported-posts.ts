import { postFile } from '../../blog/import/post-file.ts';
import type { SourceItem } from '../../blog/import/post-source.ts';
import type { Post } from '../../blog/posts/post.ts';
import { readPost } from '../../blog/posts/read-post.ts';
import type { Project } from '../../project/project.ts';
import { importedName } from '../corpus/document-maker.ts';
import { findInputs } from '../corpus/post-inputs.ts';
import { exportItems, placeOfItem } from '../corpus/read-export.ts';
import type { PostsSettings } from '../settings/posts.ts';
import type { ItemsOf } from './view-post.ts';

/** A post that is an item of an export or a feed. */
export interface ImportedItem {
  /** Names it in messages: 'blog.xml, line 12 (Tea)'. */
  readonly place: string;
  readonly post: Post;
}

/**
 * Yields the posts of exports and feeds whose `source` is `name`, such as 'blog.xml/2019-03-10-tea.md', drafts too. Several
 * have the same one if an export has posts with the same date and slug. Only sources that the name begins with are read or
 * downloaded. Throws the faults of `findInputs` and of `itemsOf`, and SourceFault.
 */
export async function* importedPosts(
  project: Project,
  settings: Pick<PostsSettings, 'posts' | 'encoding' | 'site'>,
  name: string,
  itemsOf: ItemsOf = exportItems,
): AsyncGenerator<ImportedItem, void, undefined> {
  const sources = settings.posts.filter((source) => name.startsWith(`${source}/`));
  for (const input of await findInputs(project, sources, settings)) {
    if (input.kind !== 'archive' && input.kind !== 'document') continue;
    for await (const item of itemsOf(input)) {
      if (!isNamed(input.path, item, name)) continue;
      yield { place: placeOfItem(input.path, item), post: readPost(name, postFile(item).text) };
    }
  }
}

function isNamed(path: string, item: SourceItem, name: string): item is Exclude<SourceItem, { leftOut: unknown }> {
  return !('leftOut' in item) && importedName(path, item) === name;
}
