import { join } from 'pathe';
import { textIfThere } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { remoteModel } from '../../project/remote-model.ts';
import { bundledModel, type ModelFolder } from './find-model.ts';

/**
 * The licence of a model on this machine: what the table of known models says, or the front matter of a model card next to the
 * weights; null if neither does.
 */
export async function licenceOf(
  project: Project,
  { path, name }: Pick<ModelFolder, 'path' | 'name'>,
): Promise<string | null> {
  if (path === (await bundledModel(project))) return 'that of this package';
  const known = remoteModel(name)?.known;
  if (known != null) return known.licence;
  const card = (await textIfThere(project.files, join(path, 'README.md')).catch(() => null)) ?? '';
  const [, frontMatter = ''] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card) ?? [];
  const [, licence = null] = /^license:[ \t]*["']?([^"'\r\n]+?)["']?[ \t]*$/m.exec(frontMatter) ?? [];
  return licence;
}
