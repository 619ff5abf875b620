import type { CorpusFacts } from './corpus-facts.ts';

/** Something that is not in the training text. */
export interface LeftOutOfReport {
  readonly path: string;
  readonly because: string;
  readonly reason: string;
  readonly count?: number;
}

/** What was found in the posts besides posts. */
export interface FoundInPosts {
  readonly findings: readonly { path: string; line: number; kind: string; name: string; shown: string }[];
  readonly redacted: boolean;
  readonly boilerplate: readonly { readonly text: string; readonly posts: number }[];
  readonly stripped: boolean;
  readonly trackedLinks: number;
}

export interface Report {
  /** What the posts were taken from, and where the training text is. */
  readonly inputs: readonly string[];
  readonly out: string;
  readonly facts: CorpusFacts;
  readonly leftOut: readonly LeftOutOfReport[];
  /** What was read otherwise than it is written, in sentences that name file and line. */
  readonly notes: readonly string[];
  readonly found: FoundInPosts;
  /** Ways of training, and the tokens of one step of each. */
  readonly steps: readonly { readonly name: string; readonly tokens: number }[];
  /** Tokens that GPT-2 sees at once. */
  readonly context: number;
}
