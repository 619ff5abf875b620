/** The endings of formats that are a file; the others are folders. */
const ENDINGS: Readonly<Record<string, string>> = { gguf: '.gguf', 'gguf-adapter': '-adapter.gguf', 'llm.c': '.bin' };

/** Where the model of a run goes unless the person says otherwise. */
export function exportName(run: string, format: string): string {
  return `export/${run}${ENDINGS[format] ?? `-${format}`}`;
}

/** The format that is proposed: of a tab one that the command line reads too, so that a person can go on there. */
export function usualFormat(isTab: boolean, isAdapter: boolean): string {
  if (!isTab) return 'gguf';
  return isAdapter ? 'peft' : 'huggingface';
}

/** Whether the command line writes with a model in this format, by its path. */
export function isReadHere(format: string): boolean {
  return ['huggingface', 'peft', 'gguf', 'tensorflow'].includes(format);
}
