/**
 * Bytes. Leaves room for a date, a number, an extension and the suffix of a temporary file within the usual limit of
 * 255.
 */
const maxBytes = 200;

/** Bytes that a UTF-16 unit takes in UTF-8, at most. */
const maxUnitBytes = 3;

/** Names that Windows reserves for devices, with any extension. */
const windowsDevices = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * Characters that some system forbids in names, and invisible ones that change the direction of the text after them.
 */
const illegal = /[<>:"/\\|?*\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]+/gu;

/**
 * A file name that all common systems allow, to be preceded by `before` and followed by an extension: `name` itself if
 * it is allowed, else with hyphens for forbidden characters, and cut at a word if it is too long. '' if nothing is
 * left.
 */
export function legalFileName(name: string, before = ''): string {
  const legal = name
    .normalize('NFC')
    .replace(illegal, '-')
    .replace(/^[\s.]+/, '');
  // Drop hyphens at the ends that only replace forbidden characters.
  const words = legal === name ? legal : legal.replace(/^-+/, '').replace(/(?<!-)-+$/, '');
  const short = withinBytes(trimmedEnd(words));
  if (!/[\p{L}\p{M}\p{N}\p{S}\p{P}]/u.test(short) || /^-*$/.test(short)) return '';
  return windowsDevices.test(before + short) ? `post-${short}` : short;
}

/** Windows does not allow white space at the end of a name. */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /\s/.test(text[end - 1])) end--;
  return text.slice(0, end);
}

function withinBytes(text: string): string {
  // Nearly every name is that short, and encoding it would take longer than all else.
  if (maxUnitBytes * text.length <= maxBytes) return text;
  const encoder = new TextEncoder();
  if (text.length <= maxBytes && encoder.encode(text).length <= maxBytes) return text;
  let [end, bytes] = [0, 0];
  // What looks like one letter may be several characters.
  for (const { segment } of new Intl.Segmenter('en').segment(text.slice(0, maxBytes))) {
    bytes += encoder.encode(segment).length;
    if (bytes > maxBytes) break;
    end += segment.length;
  }
  const word = text.lastIndexOf('-', end);
  return trimmedEnd(text.slice(0, word > maxBytes / 8 ? word : end));
}
