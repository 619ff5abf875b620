/** The endings of formats that are a file; the others are folders. */
const ENDINGS: Readonly<Record<string, string>> = { gguf: '.gguf', 'gguf-adapter': '-adapter.gguf', 'llm.c': '.bin' };

/** Where the model of a run goes unless the person says otherwise. */
export function exportName(run: string, format: string): string {
  return `export/${run}${ENDINGS[format] ?? `-${format}`}`;
}
