import { holdsPaths, type Setting } from '../../pipeline/settings/settings-table.ts';
import type { Command } from '../command.ts';
import { meaningOf } from './setting-words.ts';

/** What a completion script knows about a command. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
}

interface CompletedOption {
  /** Without the hyphens. */
  readonly name: string;
  readonly meaning: string;
  /** What may follow it: nothing, one of some words, the path of a file, or any text. */
  readonly value: 'none' | 'path' | 'text' | readonly string[];
}

/** The options of a command that is not in the settings table. */
const common: readonly CompletedOption[] = [
  { name: 'help', meaning: 'Show the help of the command.', value: 'none' },
  { name: 'all', meaning: 'Show every setting.', value: 'none' },
  { name: 'json', meaning: 'Print each event as a line of JSON.', value: 'none' },
  { name: 'debug', meaning: 'Show stack traces of errors.', value: 'none' },
];

const configOptions: readonly CompletedOption[] = [
  { name: 'config', meaning: 'Use this config file.', value: 'path' },
  { name: 'no-config', meaning: 'Do not use a config file.', value: 'none' },
];

/** What a script has to know about a command. */
export function completedCommand(name: string, summary: string, command: Command): CompletedCommand {
  const settings = Object.entries(command.settings).filter(([setting]) => !command.arguments.includes(setting));
  const config = command.configFile === 'ignored' ? [] : configOptions;
  return { name, summary, options: [...settings.map(completedOption), ...config, ...common] };
}

function completedOption([name, setting]: readonly [string, Setting]): CompletedOption {
  const isOff = setting.type === 'boolean' && setting.default === true;
  return { name: isOff ? `no-${name}` : name, meaning: meaningOf(setting), value: allowedValue(setting) };
}

function allowedValue(setting: Setting): CompletedOption['value'] {
  if (setting.type === 'boolean') return 'none';
  if (setting.type === 'choice') return setting.choices;
  return holdsPaths(setting) ? 'path' : 'text';
}

/** The shells that there is a script for, each with what makes it. */
export const completionScripts = { bash, zsh, fish } as const satisfies Readonly<
  Record<string, (commands: readonly CompletedCommand[]) => string>
>;

function bash(commands: readonly CompletedCommand[]): string {
  const choices = commands.flatMap(({ name, options }) =>
    options.flatMap((option) =>
      typeof option.value === 'string' ? [] : [`    '${name} --${option.name}') words='${option.value.join(' ')}' ;;`],
    ),
  );
  const options = commands.map(
    ({ name, options }) => `    ${name}) words='${options.map((option) => `--${option.name}`).join(' ')}' ;;`,
  );
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of tpdne for bash: source <(tpdne completion bash)
_tpdne() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=''
  if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] && [ "\${COMP_WORDS[1]}" = help ]; }; then
    COMPREPLY=($(compgen -W '${names} help version' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD - 1]}" in
${choices.join('\n')}
  esac
  if [ -z "$words" ] && [ "\${current:0:1}" = - ]; then
    case "\${COMP_WORDS[1]}" in
${options.map((line) => `  ${line}`).join('\n')}
    esac
  fi
  # Without words, bash completes names of files.
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _tpdne tpdne`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options }) => {
    const lines = options.map((option) => `      ${quoted(zshOption(option))}`);
    return `    ${name}) _arguments \\\n${lines.join(' \\\n')} \\\n      '*:file:_files' ;;`;
  });
  return `#compdef tpdne
# Completion of tpdne for zsh: tpdne completion zsh > a file _tpdne in a folder of $fpath, or: source <(tpdne completion zsh)
_tpdne() {
  local -a commands
  commands=(
${names.join('\n')}
    'help:Shows the settings of a command.'
  )
  if (( CURRENT == 2 )) || { (( CURRENT == 3 )) && [[ $words[2] == help ]]; }; then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _tpdne ]]; then _tpdne "$@"; else compdef _tpdne tpdne; fi`;
}

function zshOption({ name, meaning, value }: CompletedOption): string {
  const option = `--${name}[${meaning.replace(/[[\]]/g, '\\$&')}]`;
  if (value === 'none') return option;
  const action = value === 'path' ? '_files' : value === 'text' ? ' ' : `(${value.join(' ')})`;
  return `${option}:${name}:${action}`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c tpdne -f -n __fish_use_subcommand -a ${name} -d ${fishQuoted(summary)}`,
    ...options.map((option) => fishOption(name, option)),
  ]);
  const names = commands.map(({ name }) => name).join(' ');
  return [
    '# Completion of tpdne for fish: tpdne completion fish > ~/.config/fish/completions/tpdne.fish',
    ...lines,
    `complete -c tpdne -f -n __fish_use_subcommand -a help -d 'Shows the settings of a command.'`,
    `complete -c tpdne -f -n '__fish_seen_subcommand_from help' -a '${names}'`,
  ].join('\n');
}

function fishOption(command: string, { name, meaning, value }: CompletedOption): string {
  const kind =
    value === 'none'
      ? '-f'
      : value === 'path'
        ? '-r -F'
        : value === 'text'
          ? '-x'
          : `-x -a ${fishQuoted(value.join(' '))}`;
  return `complete -c tpdne -n '__fish_seen_subcommand_from ${command}' -l ${name} ${kind} -d ${fishQuoted(meaning)}`;
}

/** A word of bash and zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word of fish, where a backslash escapes within quotes. */
function fishQuoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
