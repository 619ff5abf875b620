export const completionSettings = {
  shell: { type: 'choice', choices: ['bash', 'zsh', 'fish'], help: 'The shell that the script is for.' },
} as const;
