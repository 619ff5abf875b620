import { completionSettings } from '../pipeline/settings/completion.ts';
import { defineCommand } from './command.ts';
import { completedCommand, completionScripts } from './help/completion-scripts.ts';

export const completionCommand = defineCommand({
  arguments: ['shell'],
  settings: completionSettings,
  examples: [
    ['source <(tpdne completion bash)', 'Completes commands and options in this bash, or in ~/.bashrc in every one.'],
    ['source <(tpdne completion zsh)', 'The same in zsh, or in ~/.zshrc after compinit.'],
    ['tpdne completion fish > ~/.config/fish/completions/tpdne.fish', 'The same for fish.'],
  ],
  configFile: 'ignored',
  async run({ settings, screen, commands }) {
    const completed = commands.map(async ({ name, summary, load }) => completedCommand(name, summary, await load()));
    screen.print(completionScripts[settings.shell](await Promise.all(completed)));
  },
});
