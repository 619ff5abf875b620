import { readConfig } from '../../pipeline/config/read-config.ts';
import { defaultModel, findModel } from '../../pipeline/models/find-model.ts';
import { findReader, type PostReader } from '../../pipeline/posts/find-reader.ts';
import { viewPost } from '../../pipeline/posts/view-post.ts';
import { type PostsSettings, postsSettings } from '../../pipeline/settings/posts.ts';
import { checkSettings } from '../../pipeline/settings/settings-table.ts';
import type { FetchedDocument, Network, Project } from '../../project/project.ts';
import type { PostView } from '../protocol.ts';

/** How long a downloaded feed serves: a page shows one post after the other. */
const FEED_MS = 10 * 60_000;

type ReaderSettings = Pick<PostsSettings, 'model_name' | 'format'>;

/** Views of single posts of the blog that the config file names. Keeps what is slow to load: a vocabulary, and feeds. */
export class PostViews {
  readonly #project: Project;
  readonly #network: Network;
  #kept: { readonly key: string; readonly reader: Promise<PostReader> } | null = null;

  constructor(project: Project) {
    this.#project = project;
    this.#network = keptDocuments(project);
  }

  /** The post of a name or path; null if there is none. Throws ConfigFault, SettingFault and the faults of `viewPost`. */
  async view(name: string, signal: AbortSignal): Promise<PostView | null> {
    const config = await readConfig(this.#project, null, '.');
    const settings = checkSettings(postsSettings, config?.settingsOf('posts') ?? {});
    const reader = await this.#reader(settings);
    const post = await viewPost({ ...this.#project, network: this.#network, signal }, settings, name, reader);
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

/** A network that remembers what it downloaded for a while. */
function keptDocuments({ network, now }: Project): Network {
  const kept = new Map<string, { readonly at: number; readonly document: Promise<FetchedDocument> }>();
  return {
    fetchDocument(address) {
      const at = now().getTime();
      for (const [other, { at: since }] of kept) if (at - since > FEED_MS) kept.delete(other);
      const before = kept.get(address);
      if (before !== undefined) return before.document;
      // Without the signal of a request: others wait for the same document.
      const document = network.fetchDocument(address);
      kept.set(address, { at, document });
      document.catch(() => kept.delete(address));
      return document;
    },
  };
}
