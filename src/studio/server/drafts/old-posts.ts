import type { Post } from '../../../blog/posts/post.ts';
import { readPost } from '../../../blog/posts/read-post.ts';
import { readConfig } from '../../../pipeline/config/read-config.ts';
import { keptTexts } from '../../../pipeline/judge/kept-texts.ts';
import { importedPosts } from '../../../pipeline/posts/imported-posts.ts';
import { postsSettings } from '../../../pipeline/settings/posts.ts';
import { checkSettings } from '../../../pipeline/settings/settings-table.ts';
import { exists } from '../../../project/paths.ts';
import type { Project } from '../../../project/project.ts';
import { exactText } from '../../../project/text/exact-text.ts';
import type { OldPost } from '../../review-protocol.ts';
import type { KeptSources } from '../kept-sources.ts';
import type { Places } from '../places.ts';
import { RefusedRequest } from '../refusal.ts';
import { pageOf } from './page-of.ts';
import { pictureAddress } from './pictures.ts';

/** The posts that drafts share passages with: files, items of exports and feeds, and what runs have kept of posts that are gone. */
export class OldPosts {
  readonly #project: Project;
  readonly #places: Places;
  readonly #sources: KeptSources;

  constructor(project: Project, places: Places, sources: KeptSources) {
    this.#project = project;
    this.#places = places;
    this.#sources = sources;
  }

  /**
   * The post of a `source` that a judgement names, with the passage marked. Throws RefusedRequest, UnreadableFault, PostFault,
   * and the faults of the source that it is part of, if no run has kept its text.
   */
  async show(source: string, passage: string, signal: AbortSignal): Promise<OldPost> {
    const path = await this.#places.inside(source);
    const passages = passage === '' ? [] : [passage];
    if (await exists(this.#project.files, path)) {
      const post = readPost(path, await exactText(this.#project.files, path));
      return shown(post, passages, { path, from: 'file', run: null });
    }
    const { found, problem } = await this.#inSources(path, passages, signal);
    const old = found ?? (await this.#kept(path, passages));
    if (old !== null) return old;
    if (problem !== null) throw problem.error;
    throw new RefusedRequest(
      404,
      'old-post',
      `${path} is gone: there is no such file, no source of posts in the config file has it, and no run has kept its text.`,
    );
  }

  /** The post in an export or a feed; of several with its name, one that has the passage. `problem`: why there may be more. */
  async #inSources(path: string, passages: readonly string[], signal: AbortSignal) {
    const given = (await readConfig(this.#project, null, '.'))?.settingsOf('posts') ?? {};
    if (given.posts === undefined) return { found: null, problem: null };
    const project = { ...this.#project, network: this.#sources.network, signal };
    const settings = checkSettings(postsSettings, given);
    let found: OldPost | null = null;
    try {
      for await (const { place, post } of importedPosts(project, settings, path, this.#sources.items)) {
        const old = shown(post, passages, { path: place, from: 'export', run: null });
        if (old.isFound) return { found: old, problem: null };
        found ??= old;
      }
    } catch (error) {
      return { found, problem: { error } };
    }
    return { found, problem: null };
  }

  /** What a run has kept of a post that is gone. */
  async #kept(path: string, passages: readonly string[]): Promise<OldPost | null> {
    let first: OldPost | null = null;
    for await (const { run, text } of keptTexts(this.#project, path)) {
      const old = shown({ ...readPost('kept.txt', ''), body: text }, passages, { path, from: 'run', run });
      if (old.isFound) return old;
      first ??= old;
    }
    return first;
  }
}

function shown(post: Post, passages: readonly string[], about: Pick<OldPost, 'path' | 'from' | 'run'>): OldPost {
  // Pictures of an export are not files of the project.
  const imageAddress = (source: string) => (about.from === 'file' ? pictureAddress(about.path, source) : null);
  const { html, found } = pageOf(post, { passages, imageAddress });
  return { ...about, title: post.title, date: post.date?.written ?? null, html, isFound: found.has(0) };
}
