import type { Stretch } from '../markdown/edits.ts';

/** Lines with which mail programs introduce a quote: 'On Mon, 1 Jan 2024 at 10:00, Jane <…> wrote:'. */
const introductions = [
  /^(?:> ?)*On [^\n]{6,120}(?:\n[^\n]{1,120})?\bwrote:[ \t]*$/gm,
  /^(?:> ?)*Am [^\n]{6,120}\bschrieb\b[^\n]{0,120}:[ \t]*$/gm,
  /^(?:> ?)*Le [^\n]{6,120}\ba écrit[ \u00A0]?:[ \t]*$/gm,
  /^(?:> ?)*El [^\n]{6,120}\bescribió:[ \t]*$/gm,
];

/** The quoted lines after such a line. */
const quoted = /(?:\s*\n(?=[ \t]*>))(?:[ \t]*>[^\n]*(?:\n(?:[ \t]*\n)*(?=[ \t]*>))?)+/y;

/** The header of a forwarded mail: three or more header lines, with or without the line above that announces it. */
const heads =
  /^(?:-{2,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht) ?-{2,}[ \t]*\n+)?(?:>? ?\**(?:From|Sent|Date|To|Cc|Subject|Von|Gesendet|An|Betreff):\**[ \t][^\n]*(?:\n|$)){3,}/gim;

/**
 * Mails quoted in a post, from the line that says who wrote them to the end of the quote: another person's words, and
 * often their address. For a mail forwarded with its header, only the header, if it has a From line.
 */
export function quotedMail(text: string): Stretch[] {
  // Most posts have no such line, and large exports have many short posts.
  if (!text.includes(':')) return [];
  const found: Stretch[] = [];
  for (const introduction of introductions) {
    let lastEnd = 0;
    for (const { 0: line, index } of text.matchAll(introduction)) {
      // Quoted within the mail before.
      if (index < lastEnd) continue;
      quoted.lastIndex = index + line.length;
      const quote = quoted.exec(text);
      if (quote === null) continue;
      lastEnd = index + line.length + quote[0].trimEnd().length;
      found.push({ start: index, end: lastEnd });
    }
  }
  for (const { 0: head, index } of text.matchAll(heads)) {
    if (/^>? ?\**(?:From|Von):/im.test(head)) found.push({ start: index, end: index + head.trimEnd().length });
  }
  return found;
}
