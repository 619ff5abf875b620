/** A source of posts as its system writes it, and the files that an import makes of it. */
export interface Sample {
  /** Its files by path: texts, or other files packed into a zip archive. */
  readonly files: Readonly<Record<string, string | { readonly zip: Readonly<Record<string, string>> }>>;
  /** The path that the command gets; '' for the folder of all files. */
  readonly input: string;
  /** The whole files that are imported. */
  readonly posts: Readonly<Record<string, string>>;
  /** How many items are skipped, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** Joins lines into a text that ends with a line break. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
