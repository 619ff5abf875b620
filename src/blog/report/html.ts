/** A finished piece of HTML, as made by `html`. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Part[];

/** HTML from a template. Values are escaped as text unless they are `Html`; lists are joined. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(pieces.map((piece, i) => (i === 0 ? '' : written(parts[i - 1])) + piece).join(''));
}

function written(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  if (typeof part === 'number') return part.toLocaleString('en');
  return part.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
