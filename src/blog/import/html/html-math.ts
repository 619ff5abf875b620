import type { Element } from 'hast';
import { attribute, findElement, lineIn } from './hast-search.ts';

/** A formula as TeX between dollar signs if the page contains the TeX; else its letters. Null for other elements. */
export function formulaOf(element: Element): string | null {
  if (element.tagName === 'script') {
    const type = attribute(element, 'type') ?? '';
    return /^math\/tex\b/.test(type) ? inDollars(scriptText(element), /mode\s*=\s*display/.test(type)) : null;
  }
  if (element.tagName !== 'math') return null;
  const source = findElement(
    element,
    (inner) => inner.tagName === 'annotation' && /tex/i.test(attribute(inner, 'encoding') ?? ''),
  );
  const tex = source === null ? attribute(element, 'alttext') : lineIn(source);
  if (tex !== null && tex !== '') return inDollars(tex, attribute(element, 'display') === 'block');
  const text = findElement(element, ({ tagName }) => tagName === 'semantics') ?? element;
  return lettersIn(text);
}

function scriptText({ children: [text] }: Element): string {
  return text?.type === 'text' ? text.value.replace(/\s+/g, ' ').trim() : '';
}

function inDollars(tex: string, isDisplayed: boolean): string {
  const typed = tex.replace(/^\{?\\displaystyle\s+/, '');
  return isDisplayed ? `$$${typed}$$` : `$${typed}$`;
}

/** The letters of a formula, without annotations in other formula languages. */
function lettersIn(element: Element): string {
  return element.children
    .map((child) => {
      if (child.type === 'text') return child.value.replace(/\s+/g, ' ').trim();
      if (child.type !== 'element' || /^annotation/.test(child.tagName)) return '';
      return lettersIn(child);
    })
    .join('');
}
