/**
 * Footnotes on their way through HTML: marks stand for their references until the text is Markdown, then each becomes
 * `[^1]`, numbered as they come, and the texts follow as `[^1]: …`.
 */
export class Footnotes<Text = string> {
  readonly #texts: Text[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #markdownOf: (text: Text) => string;

  constructor(markdownOf: (text: Text) => string) {
    this.#markdownOf = markdownOf;
  }

  /** What stands in the HTML where a footnote is referred to. `key` is that of a footnote that may be referred to again. */
  mark(text: Text, key?: string): string {
    const number = (key === undefined ? undefined : this.#numbers.get(key)) ?? this.#texts.push(text);
    if (key !== undefined) this.#numbers.set(key, number);
    return `${OPEN}${number}${CLOSE}`;
  }

  /** Markdown with its references, and the texts behind it. */
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

/** Two characters that no writing has: the last ones before those that are no characters at all. */
const [OPEN, CLOSE] = ['\u{10fffc}', '\u{10fffd}'];

function withReferences(markdown: string): string {
  return markdown.replace(/ ?\u{10fffc}(\d+)\u{10fffd}/gu, '[^$1]');
}
