/** With a day before it, a number and an extension behind it, and what a file is called while it is written: below 255. */
const mostBytes = 200;

/** What Windows has for devices, whatever extension follows. */
const ofDevices = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** Letters that no name has on some system, and such as show nothing and turn the direction of what follows. */
const illegal = /[<>:"/\\|?*\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]+/gu;

/**
 * A name as all common systems allow it for a file, `before` before it and an extension behind it: itself where it is one,
 * else with hyphens for what is not allowed, and cut at a word where it is too long. '' where nothing is left.
 */
export function legalFileName(name: string, before = ''): string {
  const legal = name
    .normalize('NFC')
    .replace(illegal, '-')
    .replace(/^[\s.]+/, '');
  // What only stood for letters that are gone goes with them.
  const words = legal === name ? legal : legal.replace(/^-+/, '').replace(/(?<!-)-+$/, '');
  const short = withinBytes(trimmedEnd(words));
  if (!/[\p{L}\p{M}\p{N}\p{S}\p{P}]/u.test(short) || /^-*$/.test(short)) return '';
  return ofDevices.test(before + short) ? `post-${short}` : short;
}

/** No system ends a name in white space. */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /\s/.test(text[end - 1])) end--;
  return text.slice(0, end);
}

function withinBytes(text: string): string {
  const encoder = new TextEncoder();
  if (text.length <= mostBytes && encoder.encode(text).length <= mostBytes) return text;
  let [end, bytes] = [0, 0];
  // What looks like one letter may be several.
  for (const { segment } of new Intl.Segmenter('en').segment(text.slice(0, mostBytes))) {
    bytes += encoder.encode(segment).length;
    if (bytes > mostBytes) break;
    end += segment.length;
  }
  const word = text.lastIndexOf('-', end);
  return trimmedEnd(text.slice(0, word > mostBytes / 8 ? word : end));
}
