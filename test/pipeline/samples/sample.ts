/** A source of posts as the system that it comes from writes it, and what an import makes of it. */
export interface Sample {
  /** Its files by their paths: texts, or other files packed into a zip archive. */
  readonly files: Readonly<Record<string, string | { readonly zip: Readonly<Record<string, string>> }>>;
  /** The path that is named to the command; '' for the folder of all files. */
  readonly input: string;
  /** The files that come out of it, whole. */
  readonly posts: Readonly<Record<string, string>>;
  /** How many things stay out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** Lines as a text with a line break at its end. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
