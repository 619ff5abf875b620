import type { GhostSource, RemotePost } from '../blog/publishing/remote-post.ts';
import { Fault } from '../fault.ts';

/** A server that does not answer, or not now: the same request may succeed later. */
export class UnreachableFault extends Fault {}

/** A server that answers, and does not do what it was asked to do. */
export class BlogRefusedFault extends Fault {
  readonly status: number;
  /** What the server sent, if it was JSON. */
  readonly answer: unknown;

  constructor(message: string, status: number, answer: unknown) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}

/** The person's own git did not do what it was asked to do. */
export class GitFault extends Fault {}

/** A lock in the repository is in the way: of a git at work, or of one that was killed. */
export class GitLockedFault extends GitFault {}

/** A push did not arrive: the commit exists, and the next push includes it. */
export class PushFault extends GitFault {}

/** How posts leave this machine. */
export interface PublishingTools {
  /** The repository that a folder is in. Throws GitFault. */
  repositoryAround(folder: string): Promise<Repository>;
  /** Throws GhostKeyFault, and BlogRefusedFault for an address that is not encrypted. */
  openGhost(options: GhostOptions): RemoteBlog;
  /** Throws BlogRefusedFault for an address that is not encrypted. */
  openWordpress(options: WordpressOptions): RemoteBlog;
}

/** A git repository. */
export interface Repository {
  /** Whether a branch's last commit has a file; `revision` is HEAD, or @{upstream}. */
  has(path: string, revision: 'HEAD' | '@{upstream}'): Promise<boolean>;
  /** Commits these files and nothing else; false if there was nothing to commit. Throws GitFault. */
  commit(paths: readonly string[], message: string): Promise<boolean>;
  /** Throws PushFault and GitFault. */
  push(): Promise<void>;
}

export interface GhostOptions {
  /** The blog's address, or that of its admin interface's host. */
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
  /** Where it can be read, or edited while it is a draft. */
  readonly address: string;
}

/** What would be sent for a post. */
export interface RemoteRequest {
  readonly method: 'POST';
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the blog does not know and would be created, or left out, in sentences. */
  readonly notes: readonly string[];
}

/** A blog on a server. All of it throws UnreachableFault and BlogRefusedFault. */
export interface RemoteBlog {
  /** The post of this slug, published or not; null if there is none. */
  find(slug: string): Promise<RemoteEntry | null>;
  /** What `create` would send; it only reads. */
  request(post: RemotePost): Promise<RemoteRequest>;
  create(post: RemotePost): Promise<RemoteEntry>;
}
