import type { GhostSource, RemotePost } from '../blog/publishing/remote-post.ts';
import { Fault } from '../fault.ts';

/** The server does not answer; the same request may succeed later. */
export class UnreachableFault extends Fault {
  override readonly code: string = 'unreachable';
}

/** The server answers, but refuses the request. */
export class BlogRefusedFault extends Fault {
  override readonly code: string = 'blog-refused';

  readonly status: number;
  /** The answer of the server, if it was JSON. */
  readonly answer: unknown;

  constructor(message: string, status: number, answer: unknown) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

/** The person's git failed. */
export class GitFault extends Fault {
  override readonly code: string = 'git';
}

/** The repository is locked, by a running git or by one that was killed. */
export class GitLockedFault extends GitFault {
  override readonly code: string = 'git-locked';
}

/** A push failed: the commit exists, and the next push will include it. */
export class PushFault extends GitFault {
  override readonly code: string = 'push';
}

/** The ways in which posts are published from this machine. */
export interface PublishingTools {
  /** The repository that a folder is in. Throws GitFault. */
  repositoryAround(folder: string): Promise<Repository>;
  /** Throws GhostKeyFault, and BlogRefusedFault for an unencrypted address. */
  openGhost(options: GhostOptions): RemoteBlog;
  /** Throws BlogRefusedFault for an unencrypted address. */
  openWordpress(options: WordpressOptions): RemoteBlog;
}

/** A git repository. */
export interface Repository {
  /** Whether the last commit of a branch contains a file; `revision` is HEAD or @{upstream}. */
  has(path: string, revision: 'HEAD' | '@{upstream}'): Promise<boolean>;
  /** Commits only these files. Resolves to false if there was nothing to commit. Throws GitFault. */
  commit(paths: readonly string[], message: string): Promise<boolean>;
  /** Throws PushFault and GitFault. */
  push(): Promise<void>;
}

export interface GhostOptions {
  /** The address of the blog, or of the host of its admin interface. */
  readonly address: string;
  readonly key: string;
  readonly source: GhostSource;
  readonly now: () => Date;
}

export interface WordpressOptions {
  readonly address: string;
  readonly user: string;
  readonly password: string;
}

/** A post on a blog. */
export interface RemoteEntry {
  readonly title: string;
  /** Where it can be read, or, while it is a draft, edited. */
  readonly address: string;
}

/** The request that would publish a post, or take one back. */
export interface RemoteRequest {
  readonly method: 'POST' | 'PUT';
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the blog lacks and would be created or left out, in sentences. */
  readonly notes: readonly string[];
}

/** A blog on a server. Every method throws UnreachableFault and BlogRefusedFault. */
export interface RemoteBlog {
  /** The post with this slug, published or not; null if there is none. */
  find(slug: string): Promise<RemoteEntry | null>;
  /** The request that `create` would send. Only reads from the server. */
  request(post: RemotePost): Promise<RemoteRequest>;
  create(post: RemotePost): Promise<RemoteEntry>;
  /** The request that `withdraw` would send; null if there is no post with this slug. Only reads from the server. */
  withdrawal(slug: string): Promise<RemoteRequest | null>;
  /** Makes the post with this slug a draft there; nothing is deleted. Null if there is none. Repeating it does no harm. */
  withdraw(slug: string): Promise<RemoteEntry | null>;
}
