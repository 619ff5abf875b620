import { siteWith } from '../../blog/import/post-sources.ts';
import { Fault } from '../../fault.ts';
import { exists, isSamePath, pathIn } from '../../node/files/paths.ts';
import { namesInFolder } from '../../node/files/site-folder.ts';
import type { Environment } from '../../node/machine/environment.ts';
import { GhostBlog } from '../../node/publishing/ghost.ts';
import type { RemoteBlog } from '../../node/publishing/remote-blog.ts';
import { WordpressBlog } from '../../node/publishing/wordpress.ts';
import { siteLayout } from '../corpus/post-inputs.ts';
import type { PublishSettings } from '../settings/publish.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** A password or key that the environment does not have. */
export class MissingSecretFault extends Fault {}

export interface PlaceSurroundings {
  readonly environment: Environment;
  readonly now: () => Date;
}

/**
 * Where the settings say that posts go: a folder's path, or a blog on a server. Throws SettingFault,
 * MissingSecretFault, GhostKeyFault and BlogRefusedFault.
 */
export async function openPublishingPlace(
  { to, url, queue, out, ghost_source }: PublishSettings,
  { environment, now }: PlaceSurroundings,
): Promise<string | RemoteBlog> {
  const secret = (name: string) => secretIn(environment, name, to);
  switch (to) {
    case 'folder': {
      const folder = await folderOfPosts(out);
      if (!isSamePath(folder, queue)) return folder;
      throw new SettingFault('out', `out and queue are the same folder, ${folder}: drafts need one of their own.`);
    }
    case 'ghost': {
      const key = secret('GHOST_ADMIN_API_KEY');
      return new GhostBlog({ address: url!, key, source: ghost_source ?? 'html', now });
    }
    case 'wordpress': {
      const [user, password] = [secret('WORDPRESS_USER'), secret('WORDPRESS_APPLICATION_PASSWORD')];
      return new WordpressBlog({ address: url!, user, password });
    }
  }
}

function secretIn(environment: Environment, name: string, to: string): string {
  const value = environment[name]?.trim() ?? '';
  if (value === '') throw new MissingSecretFault(`${name} is not set in the environment; --to ${to} needs it.`);
  return value;
}

/** The folder itself, or where the site in it keeps its posts. */
async function folderOfPosts(out: string | null): Promise<string> {
  const folder = out ?? '.';
  const names = await namesInFolder(folder);
  const site = names === null ? null : siteWith(names);
  if (site !== null) {
    // Jekyll's folders of drafts come behind those of posts.
    const [posts] = (await siteLayout(folder, site)).posts;
    if (posts !== undefined) return pathIn(folder, posts);
  }
  if (out !== null) return out;
  const hint = (await exists('_posts')) ? ' give --out _posts.' : ' give it with --out.';
  throw new SettingFault('out', `The current folder is no site whose folder of posts is known:${hint}`);
}
