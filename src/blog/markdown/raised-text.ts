/**
 * Superscripts and subscripts without markup. Dropping the markup alone makes other numbers: 10<sup>6</sup> is not 106.
 */

/** Unicode's superscripts (https://www.unicode.org/charts/PDF/U2070.pdf), each after the sign that it raises. */
const raised = pairs('0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾nⁿiⁱ');
const lowered = pairs('0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓ');

function pairs(text: string): ReadonlyMap<string, string> {
  return new Map(Array.from(text.matchAll(/(.)(.)/gu), ([, sign, small]) => [sign, small]));
}

/** Longer text is not an exponent or an index. */
const MOST_CHARACTERS = 30;

/** Letters that end ordinals and abbreviations (`1<sup>o</sup>`, `XX<sup>e</sup>`, `D<sup>r</sup>`), not exponents. */
const endings = new Set('eoadrsht');

/**
 * A superscript as plain text. `before`: the character before it, '' for none. Numbers and what else Unicode has become its
 * superscripts ("10⁶", "2ⁿ⁺¹", "word¹"), other exponents follow a "^" ("10^6.5", "2^(n/2)"). Words, endings ("1st") and signs
 * are unchanged.
 */
export function superscript(text: string, before: string): string {
  const content = text.trim();
  if (content === '' || content.length > MOST_CHARACTERS) return text;
  const isBase = /[\p{L}\p{N})\]]/u.test(before);
  // Several notes: "word¹,²".
  if (/^\d+(?:, ?\d+)+$/.test(content) && !/\d/.test(before))
    return content.replace(/\d/g, (digit) => raised.get(digit)!);
  if (isFormula(content)) return mapped(content, raised) ?? power(content, isBase) ?? text;
  if (!/^\p{L}$/u.test(content) || !isBase || endings.has(content)) return text;
  return raised.get(content) ?? `^${content}`;
}

/**
 * A subscript as plain text. Numbers and words after letters are unchanged, since "H2O" and "Tmax" are usual; what would be
 * another number or another name becomes Unicode's subscripts: "101₂", "xᵢ", "aₙ₊₁".
 */
export function subscript(text: string, before: string): string {
  const content = text.trim();
  if (content === '' || content.length > MOST_CHARACTERS) return text;
  const isName = /^\p{L}{2,}$/u.test(content) || (/^\d+$/.test(content) && !/\d/.test(before));
  return isName || before === '' ? text : (mapped(content, lowered) ?? text);
}

/** Numbers, and letters with numbers or operators; not "2nd" and not words. */
function isFormula(text: string): boolean {
  if (!/^[\p{L}\d+\-−=/.,() ]+$/u.test(text) || /\p{L}{3}|^\d+(?:st|nd|rd|th)$/u.test(text)) return false;
  return /^[+−-]?\d|[+\-−=/]/.test(text) && /[\p{L}\d]/u.test(text);
}

function mapped(text: string, signs: ReadonlyMap<string, string>): string | null {
  const characters = Array.from(text.replace(/ /g, ''), (sign) => signs.get(sign));
  return characters.includes(undefined) ? null : characters.join('');
}

/** Null for what has no base. */
function power(text: string, isBase: boolean): string | null {
  if (!isBase) return null;
  return /^[+−-]?[\d.,]+$/.test(text) ? `^${text}` : `^(${text})`;
}
