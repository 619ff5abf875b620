/** The encodings that byte order marks stand for, longer marks first. */
const byteOrderMarks: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The encoding that a byte order mark at the beginning stands for; null without one. */
export function markedEncoding(bytes: Uint8Array): string | null {
  return byteOrderMarks.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))?.[1] ?? null;
}

/**
 * Guesses the encoding of XML, JSON or a table without a byte order mark from the zeros in its first four bytes: all of
 * these begin with two ASCII characters (XML 1.0, appendix F; RFC 4627, section 3). Null if there are no such zeros.
 */
export function encodingByZeros(bytes: Uint8Array): string | null {
  if (bytes.length < 4) return null;
  switch (Array.from(bytes.subarray(0, 4), (byte) => (byte === 0 ? '0' : 'x')).join('')) {
    case 'x000':
      return 'utf-32le';
    case '000x':
      return 'utf-32be';
    case 'x0x0':
      return 'utf-16le';
    case '0x0x':
      return 'utf-16be';
    default:
      return null;
  }
}

/** A declaration is at the top of its file. */
const declarationBytes = 4096;

const inXml = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/;
const page = /^\s*<(?:!doctype\s+html|html|head|meta)\b/i;
const inPage = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i;

/**
 * The encoding that an XML declaration or the `<meta>` element of a page names. Null for UTF-8, the default; for UTF-16
 * and UTF-32, since a declaration readable as ASCII bytes cannot be right about those; and for unknown names.
 */
export function declaredEncoding(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(markedEncoding(bytes) === 'utf-8' ? 3 : 0, declarationBytes));
  const name = inXml.exec(head)?.[1] ?? (page.test(head) ? inPage.exec(head)?.[1] : undefined);
  if (name === undefined) return null;
  try {
    const { encoding } = new TextDecoder(name);
    return encoding.startsWith('utf-') ? null : encoding;
  } catch {
    return null;
  }
}
