import { shellWord } from '../project/shell-word.ts';

/** Settings that are written without an option, in order, by command. A test holds them against the command line's own. */
export const POSITIONAL: Readonly<Record<string, readonly string[]>> = {
  run: ['posts'],
  doctor: ['posts'],
  posts: ['posts'],
  import: ['posts'],
  prepare: ['posts'],
  download: ['model'],
  show: ['what'],
  evaluate: ['texts'],
  draft: ['file'],
  continue: ['draft'],
  judge: ['files'],
  report: ['run'],
  review: ['queue'],
  approve: ['files'],
  hold: ['files'],
  discard: ['files'],
  publish: ['queue'],
  unpublish: ['file'],
  export: ['out'],
};

/** The command line that a command with these settings stands for, for a POSIX shell. */
export function commandLine(command: string, settings: Readonly<Record<string, unknown>>, program = 'tpdne'): string {
  const positional = POSITIONAL[command] ?? [];
  const words = [program, command];
  for (const name of positional) words.push(...texts(settings[name]).map(argumentWord));
  for (const [name, value] of Object.entries(settings)) {
    if (positional.includes(name) || value === undefined || value === null) continue;
    words.push(...option(name, value));
  }
  return words.join(' ');
}

function option(name: string, value: unknown): string[] {
  if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
  // Given once for each text; a list of paths is one option with several words.
  return texts(value).flatMap((text) => [`--${name}`, text === '' ? "''" : shellWord(text)]);
}

function texts(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** A path that begins with a hyphen is not an option. */
function argumentWord(text: string): string {
  return shellWord(text.startsWith('-') ? `./${text}` : text);
}
