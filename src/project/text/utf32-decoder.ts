const highestCodePoint = 0x10ffff;

/** Decodes UTF-32, which TextDecoder does not support. Behaves like a fatal TextDecoder and drops a byte order mark. */
export class Utf32Decoder {
  readonly encoding: 'utf-32le' | 'utf-32be';
  #rest = new Uint8Array();
  #isAtStart = true;

  constructor(encoding: 'utf-32le' | 'utf-32be') {
    this.encoding = encoding;
  }

  /** Throws TypeError for an invalid code point, and at the end of input for an incomplete one. */
  decode(bytes: Uint8Array = new Uint8Array(), { stream = false } = {}): string {
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    const whole = all.length - (all.length % 4);
    this.#rest = all.slice(whole);
    if (!stream && this.#rest.length > 0) throw new TypeError('The data ends in the middle of a character.');
    const view = new DataView(all.buffer, 0, whole);
    const pieces: string[] = [];
    for (let at = 0; at < whole; at += 4)
      pieces.push(this.#character(view.getUint32(at, this.encoding === 'utf-32le')));
    if (!stream) this.#isAtStart = true;
    return pieces.join('');
  }

  #character(code: number): string {
    if (code > highestCodePoint || (code >= 0xd800 && code <= 0xdfff)) {
      throw new TypeError(`${code} is not a valid code point.`);
    }
    const isMark = this.#isAtStart && code === 0xfeff;
    this.#isAtStart = false;
    return isMark ? '' : String.fromCodePoint(code);
  }
}
