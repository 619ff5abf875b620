import type { CommandEntry } from './command.ts';

/** Every command, in the order of the story. A command's file is loaded when it is called, so that help is quick. */
export const commands: readonly CommandEntry[] = [];
