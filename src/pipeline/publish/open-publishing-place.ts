import { siteIn } from '../../blog/import/post-sources.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import type { Environment } from '../../project/machine.ts';
import { exists, isSamePath, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import type { RemoteBlog } from '../../project/publishing-tools.ts';
import { siteLayout } from '../corpus/post-inputs.ts';
import { namesInFolder, siteFolder } from '../corpus/site-folder.ts';
import type { PublishSettings } from '../settings/publish.ts';
import { SettingFault } from '../settings/settings-table.ts';

/** A password or key is missing from the environment. */
export class MissingSecretFault extends Fault {
  override readonly code: string = 'missing-secret';
}

/**
 * Opens the place that posts are published to: the path of a folder, or a blog on a server. Throws SettingFault,
 * MissingSecretFault, GhostKeyFault and BlogRefusedFault.
 */
export async function openPublishingPlace(
  project: Project,
  { to, url, queue, out, ghost_source }: PublishSettings,
): Promise<string | RemoteBlog> {
  const { files, machine, publishing, now } = project;
  const secret = (name: string) => secretIn(machine.environment, name, to);
  switch (to) {
    case 'folder': {
      const folder = await folderOfPosts(files, out);
      if (!isSamePath(files, folder, queue)) return folder;
      throw new SettingFault(
        'out',
        `\`out\` and \`queue\` are the same folder, ${folder}: drafts need a separate folder.`,
      );
    }
    case 'ghost': {
      const key = secret('GHOST_ADMIN_API_KEY');
      return publishing.openGhost({ address: url!, key, source: ghost_source ?? 'html', now });
    }
    case 'wordpress': {
      const [user, password] = [secret('WORDPRESS_USER'), secret('WORDPRESS_APPLICATION_PASSWORD')];
      return publishing.openWordpress({ address: url!, user, password });
    }
  }
}

function secretIn(environment: Environment, name: string, to: string): string {
  const value = environment[name]?.trim() ?? '';
  if (value === '') throw new MissingSecretFault(`${name} is not set in the environment; --to ${to} needs it.`);
  return value;
}

/** The folder itself or, if it is a site, the site's folder of posts. */
async function folderOfPosts(files: Files, out: string | null): Promise<string> {
  const folder = out ?? '.';
  const names = await namesInFolder(files, folder);
  const site = names === null ? null : await siteIn(siteFolder(files, folder), names);
  if (site !== null) {
    // Jekyll's list has folders of posts before folders of drafts.
    const [posts] = (await siteLayout(files, folder, site)).posts;
    if (posts !== undefined) return pathIn(folder, posts);
  }
  if (out !== null) return out;
  const hint = (await exists(files, '_posts')) ? 'try --out _posts.' : 'give it with --out.';
  throw new SettingFault('out', `No folder of posts was found in the current folder: ${hint}`);
}
