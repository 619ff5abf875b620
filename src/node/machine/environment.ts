/** What the environment says, by its names. It may hold secrets: nothing of it is shown. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** That of this process. */
export function environment(): Environment {
  return process.env;
}
