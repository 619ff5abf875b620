import type { Element } from 'hast';
import { attribute, classesOf, elementsIn, textIn } from './hast-search.ts';

/** Classes that name a language: `language-js`, `lang-js`, `highlight-source-js`, `brush:js`. */
const inClass = /^(?:language-|lang-|highlight-source-|highlight-text-|brush:\s*)([\w+#.-]+);?$/;

/** Attributes that name a language. */
const attributes = ['dataLang', 'dataLanguage', 'dataCodeBlockLang', 'dataEnlighterLanguage', 'lang'];

/** Names that mean "no known language". */
const none = new Set(['none', 'plain', 'plaintext', 'text', 'txt', 'auto', 'generic', 'raw', 'nohighlight']);

/**
 * A `pre` in HTML's standard form for code: a single `code` child with its language as a class and only text inside.
 */
export function codeBlock(pre: Element, classesAround: readonly string[]): Element {
  const code = elementsIn(pre).find(({ tagName }) => tagName === 'code');
  const language = languageOf([...(code === undefined ? [] : [code]), pre], classesAround);
  const value = textIn(pre).replace(/^\n/, '').replace(/\r\n?/g, '\n').trimEnd();
  const className = language === null ? [] : [`language-${language}`];
  const content: Element = {
    type: 'element',
    tagName: 'code',
    properties: className.length === 0 ? {} : { className },
    children: [{ type: 'text', value: `${value}\n` }],
  };
  return { type: 'element', tagName: 'pre', properties: {}, children: [content] };
}

function languageOf(elements: readonly Element[], classesAround: readonly string[]): string | null {
  const classes = [...elements.flatMap(classesOf), ...classesAround];
  const named = [
    ...classes.map((name) => inClass.exec(name)?.[1]),
    // SyntaxHighlighter writes `class="brush: js; title: x"`.
    classes[0] === 'brush:' ? classes[1]?.replace(/;$/, '') : undefined,
    // Pandoc writes `class="sourceCode js"`, highlight.js `class="hljs js"`.
    ['sourceCode', 'hljs'].includes(classes[0]) ? classes[1] : undefined,
    ...elements.flatMap((element) => attributes.map((name) => attribute(element, name))),
  ];
  const language = named.find((name) => name != null && /^[\w+#.-]+$/.test(name))?.toLowerCase();
  return language === undefined || none.has(language) ? null : language;
}
