import { SourceFault } from './post-source.ts';

/** The complete text. Throws SourceFault if it has more than `maxCharacters`; `why` explains the limit. */
export async function wholeText(
  text: AsyncIterable<string>,
  source: string,
  maxCharacters: number,
  why: string,
): Promise<string> {
  const pieces: string[] = [];
  let characters = 0;
  for await (const piece of text) {
    pieces.push(piece);
    characters += piece.length;
    if (characters > maxCharacters) {
      throw new SourceFault(source, null, `it has more than ${maxCharacters} characters, ${why}.`);
    }
  }
  return pieces.join('');
}
