import { commandReference } from './command-reference.ts';
import { faultReference } from './fault-reference.ts';
import { givenCommands, givenInterface } from './given-settings.ts';
import { eventReference, libraryReference } from './library-reference.ts';
import { repository, Source } from './source.ts';

/** A file that is made from the code: its path in the repository, and its text. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** The folders of the interfaces of given settings, and of the reference. */
export const GIVEN = 'src/pipeline/settings/given';
export const REFERENCE = 'docs/reference';

/** Every file that `npm run generate` writes. */
export async function documents(): Promise<Document[]> {
  const interfaces = Array.from(givenCommands(), ([name, table]) => ({
    path: `${GIVEN}/${name}.ts`,
    text: givenInterface(name, table),
  }));
  const source = new Source(repository);
  return [
    ...interfaces,
    { path: `${REFERENCE}/commands.md`, text: await commandReference() },
    { path: `${REFERENCE}/library.md`, text: libraryReference(source) },
    { path: `${REFERENCE}/events.md`, text: eventReference(source) },
    { path: `${REFERENCE}/faults.md`, text: faultReference(source) },
  ];
}
