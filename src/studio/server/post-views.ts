import { readConfig } from '../../pipeline/config/read-config.ts';
import { defaultModel, findModel } from '../../pipeline/models/find-model.ts';
import { findReader, type PostReader } from '../../pipeline/posts/find-reader.ts';
import { viewPost } from '../../pipeline/posts/view-post.ts';
import { type PostsSettings, postsSettings } from '../../pipeline/settings/posts.ts';
import { checkSettings } from '../../pipeline/settings/settings-table.ts';
import type { Project } from '../../project/project.ts';
import type { PostView } from '../protocol.ts';
import type { KeptSources } from './kept-sources.ts';

type ReaderSettings = Pick<PostsSettings, 'model_name' | 'format'>;

/** Views of single posts of the blog that the config file names. Keeps what is slow to load: a vocabulary; `sources` keeps feeds and exports. */
export class PostViews {
  readonly #project: Project;
  readonly #sources: KeptSources;
  #kept: { readonly key: string; readonly reader: Promise<PostReader> } | null = null;

  constructor(project: Project, sources: KeptSources) {
    this.#project = project;
    this.#sources = sources;
  }

  /** The post of a name or path; null if there is none. Throws ConfigFault, SettingFault and the faults of `viewPost`. */
  async view(name: string, signal: AbortSignal): Promise<PostView | null> {
    const config = await readConfig(this.#project, null, '.');
    const settings = checkSettings(postsSettings, config?.settingsOf('posts') ?? {});
    const reader = await this.#reader(settings);
    const { network, items } = this.#sources;
    const post = await viewPost({ ...this.#project, network, signal }, settings, name, reader, items);
    if (post === null) return null;
    const { model, format, problem } = reader;
    return { ...post, model, format, problem, keepsBoilerplate: settings.strip_boilerplate };
  }

  /** How the model reads posts, found again only if the model or the form is another. */
  async #reader(settings: ReaderSettings): Promise<PostReader> {
    const key = JSON.stringify([settings.model_name, settings.format, await this.#stateOf(settings)]);
    if (this.#kept?.key === key) return this.#kept.reader;
    const reader = findReader(this.#project, settings);
    this.#kept = { key, reader };
    reader.catch(() => {
      if (this.#kept?.reader === reader) this.#kept = null;
    });
    return reader;
  }

  /** Where the model is, and when it last changed; null if there is none. */
  async #stateOf({ model_name }: ReaderSettings): Promise<readonly (string | number)[] | null> {
    const finding = model_name === null ? defaultModel(this.#project) : findModel(this.#project, model_name);
    const model = await finding.catch(() => null);
    if (model === null) return null;
    const status = await this.#project.files.stat(model.path).catch(() => null);
    return [model.path, status?.modifiedMs ?? 0];
  }
}
