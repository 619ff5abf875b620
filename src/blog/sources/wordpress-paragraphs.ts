/** Elements that are no part of a paragraph. */
const block =
  'address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|legend|li|main|nav|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|thead|tr|ul';

const opens = new RegExp(`<(?:${block})\\b`, 'gi');
const closes = new RegExp(`</(?:${block})\\s*>|<hr\\b[^>]*>`, 'gi');
const beginsBlock = new RegExp(`^</?(?:${block})\\b`, 'i');

/** Text in which a blank line divides nothing. */
const verbatim = /(<(pre|script|style)\b[\s\S]*?<\/\2\s*>)/gi;

/**
 * HTML in which blank lines divide paragraphs and a line break is one, as WordPress shows what is written without
 * blocks. Elements that are blocks already stay as they are, and so do the lines of preformatted text.
 */
export function blocksOf(html: string): string {
  const kept: string[] = [];
  const marked = html.replace(/\r\n?/g, '\n').replace(verbatim, (whole) => `\n\n<pre ${kept.push(whole) - 1}>\n\n`);
  const paragraphs = marked
    .replace(opens, '\n\n$&')
    .replace(closes, '$&\n\n')
    .split(/\n[ \t]*\n\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (beginsBlock.test(part) ? part : `<p>${part.replace(/(?:<br\s*\/?>)?[ \t]*\n/g, '<br>\n')}</p>`));
  return paragraphs.join('\n').replace(/<pre (\d+)>/g, (_, index) => kept[Number(index)]);
}
