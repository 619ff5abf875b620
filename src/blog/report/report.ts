import type { CorpusFacts } from './corpus-facts.ts';

/** Something that was left out of the training text. */
export interface LeftOutOfReport {
  readonly path: string;
  readonly because: string;
  readonly reason: string;
  readonly count?: number;
}

/** What cleaning found in the posts. */
export interface FoundInPosts {
  readonly findings: readonly { path: string; line: number; kind: string; name: string; shown: string }[];
  readonly redacted: boolean;
  readonly boilerplate: readonly { readonly text: string; readonly posts: number }[];
  readonly stripped: boolean;
  readonly trackedLinks: number;
}

export interface Report {
  /** Where the posts came from, and where the training text is. */
  readonly inputs: readonly string[];
  readonly out: string;
  readonly facts: CorpusFacts;
  readonly leftOut: readonly LeftOutOfReport[];
  /** Notes on what was not read as written, in sentences that name file and line. */
  readonly notes: readonly string[];
  readonly found: FoundInPosts;
  /** Ways of training, each with the tokens of one step. */
  readonly steps: readonly { readonly name: string; readonly tokens: number }[];
  /** The model's context in tokens. */
  readonly context: number;
}
