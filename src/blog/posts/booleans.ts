/** Whether a value means true. Generators that read YAML 1.1 accept more words than YAML 1.2. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|yes|on)$/i.test(value));
}

export function isFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && /^(?:false|no|off)$/i.test(value));
}

/** Whether a value means true in any spelling that people or Go use: also `1`, `y`, with white space around it. */
export function isYes(value: unknown): boolean {
  return isTrue(value) || /^(?:true|yes|on|y|t|1)$/i.test(wordOf(value));
}

export function isNo(value: unknown): boolean {
  return isFalse(value) || /^(?:false|no|off|n|f|0|never)$/i.test(wordOf(value));
}

function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 100).trim() : '';
}
