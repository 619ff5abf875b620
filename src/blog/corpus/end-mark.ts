/** The text that GPT-2's vocabulary has one token for; a line of it alone ends a document of a training text. */
export const END_MARK = '<|endoftext|>';

/** Markdown shows an escaped bar as a bar, so the mark still reads as it did where the text is shown as Markdown. */
const ESCAPED_END_MARK = '<\\|endoftext|>';

/** The mark inside a post, written so that it cannot end the post. */
export function escapeEndMark(text: string): string {
  return text.replaceAll(END_MARK, ESCAPED_END_MARK);
}

/** Whether a text has a mark that was escaped, or looks so. */
export function hasEscapedEndMark(text: string): boolean {
  return text.includes(ESCAPED_END_MARK);
}

/** One document as it stands in a training text: followed by a line that is the mark. */
export function markedDocument(document: string): string {
  return `${document}\n${END_MARK}\n`;
}

/** A training text. Documents come from `plainText` and `markdownForm`, which escape the mark. */
export function corpusText(documents: Iterable<string>): string {
  return Array.from(documents, markedDocument).join('');
}
