/** What a command is given besides its settings. */
export interface CommandSurroundings {
  /** Ends the command; what is whole by then stays. */
  readonly signal?: AbortSignal | undefined;
  /** The folder of models/, checkpoint/ and samples/; the current one by default. */
  readonly root?: string;
}
