/**
 * The words of a command line. Whoever types `npx this-post-does-not-exist` and nothing else has not installed it and knows no
 * command yet: that opens the studio. Where there is no person at a terminal, and once it is installed, no command is help.
 */
export function wordsTyped(
  words: readonly string[],
  canAsk: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return words.length === 0 && canAsk && environment.npm_command === 'exec' ? ['studio'] : words;
}
