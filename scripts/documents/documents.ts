import { givenCommands, givenInterface } from './given-settings.ts';

/** A file that is made from the code: its path in the repository, and its text. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** The folder of the interfaces of given settings. */
export const GIVEN = 'src/pipeline/settings/given';

/** Every file that `npm run generate` writes. */
export function documents(): Document[] {
  return Array.from(givenCommands(), ([name, { commands, table }]) => ({
    path: `${GIVEN}/${name}.ts`,
    text: givenInterface(name, commands, table),
  }));
}
