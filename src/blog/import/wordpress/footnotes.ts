/**
 * Carries footnotes through HTML: marks stand for references until the text is Markdown. Each then becomes `[^1]`,
 * numbered in order of appearance, and the texts follow as `[^1]: …`.
 */
export class Footnotes<Text = string> {
  readonly #texts: Text[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #markdownOf: (text: Text) => string;

  constructor(markdownOf: (text: Text) => string) {
    this.#markdownOf = markdownOf;
  }

  /** The mark for a reference in the HTML. `key` identifies a footnote that may be referenced more than once. */
  mark(text: Text, key?: string): string {
    const number = (key === undefined ? undefined : this.#numbers.get(key)) ?? this.#texts.push(text);
    if (key !== undefined) this.#numbers.set(key, number);
    return `${OPEN}${number}${CLOSE}`;
  }

  /** The Markdown with references, followed by the footnote texts. */
  written(markdown: string): string {
    if (this.#texts.length === 0) return markdown;
    const body = withReferences(markdown);
    const notes = this.#texts.map((text, i) => {
      const [first, ...rest] = withReferences(this.#markdownOf(text)).split('\n');
      return [`[^${i + 1}]: ${first}`, ...rest.map((line) => (line === '' ? '' : `    ${line}`))].join('\n');
    });
    return [body, ...notes].join('\n\n');
  }
}

/** Two characters that no text contains: the last ones before the noncharacters. */
const [OPEN, CLOSE] = ['\u{10fffc}', '\u{10fffd}'];

function withReferences(markdown: string): string {
  return markdown.replace(/ ?\u{10fffc}(\d+)\u{10fffd}/gu, '[^$1]');
}
