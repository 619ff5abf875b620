import type { RemotePost } from '../../blog/publishing/remote-post.ts';

/** A post that a blog has. */
export interface RemoteEntry {
  readonly title: string;
  /** Where it is to be read, or edited while it is a draft. */
  readonly address: string;
}

/** What would be sent for a post. */
export interface RemoteRequest {
  readonly method: 'POST';
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the blog does not know and would be made, or left out, in sentences. */
  readonly notes: readonly string[];
}

/** A blog on a server. All of it throws UnreachableFault and BlogRefusedFault. */
export interface RemoteBlog {
  /** The post of this slug, published or not; null where there is none. */
  find(slug: string): Promise<RemoteEntry | null>;
  /** What `create` would send; it only reads. */
  request(post: RemotePost): Promise<RemoteRequest>;
  create(post: RemotePost): Promise<RemoteEntry>;
}
