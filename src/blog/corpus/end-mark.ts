/** The text of GPT-2's end token; alone on a line, it ends a document of a training text. */
export const END_MARK = '<|endoftext|>';

/** Markdown shows an escaped bar as a bar, so the mark looks the same when the text is rendered. */
const ESCAPED_END_MARK = '<\\|endoftext|>';

/** A text whose end marks are escaped so that they cannot end the document. */
export function escapeEndMark(text: string): string {
  return text.replaceAll(END_MARK, ESCAPED_END_MARK);
}

/** Whether a text contains an escaped end mark, or what looks like one. */
export function hasEscapedEndMark(text: string): boolean {
  return text.includes(ESCAPED_END_MARK);
}

/** A document in a training text: its text, then a line with the end mark. */
export function markedDocument(document: string): string {
  return `${document}\n${END_MARK}\n`;
}

/** A training text of documents. They must come from `plainText` or `markdownForm`, which escape the mark. */
export function corpusText(documents: Iterable<string>): string {
  return Array.from(documents, markedDocument).join('');
}
