import { CodePlaces, indentedCode } from './code-places.ts';
import { TextFinder } from './text-finder.ts';

/** The replacement of a stretch that begins at a given position. */
export interface Rewritten {
  /** Exclusive. */
  readonly end: number;
  readonly replacement: string;
}

export interface ProseRewriter {
  /** The characters at which `at` is called, besides backticks, tildes and backslashes. */
  readonly beginnings: string;
  /** The rewritten stretch at a position with such a character, or null. Called from left to right. */
  at(finder: TextFinder, place: number): Rewritten | null;
  /** Rewrites code in fences or backticks, including these marks. */
  code?(code: string): string;
  /** Rewrites an HTML comment; without this method, comments stay as they are. */
  comment?(comment: string): string;
  /** Whether indented code stays as it is, too. */
  readonly keepsIndentedCode: boolean;
}

/** Rewrites Markdown outside of code and comments. */
export function rewriteProse(text: string, rewriter: ProseRewriter): string {
  const finder = new TextFinder(text);
  const places = new CodePlaces(finder);
  const indented = rewriter.keepsIndentedCode ? indentedCode(text) : [];
  const beginning = new RegExp(`[\`~\\\\<${rewriter.beginnings.replace(/[\]\\^-]/g, '\\$&')}]`, 'g');
  const code = (whole: string) => rewriter.code?.(whole) ?? whole;
  const pieces: string[] = [];
  let [done, nextIndented] = [0, 0];
  const put = ({ end, replacement }: Rewritten, place: number) => {
    pieces.push(text.slice(done, place), replacement);
    beginning.lastIndex = done = end;
  };
  for (let found = beginning.exec(text); found !== null; found = beginning.exec(text)) {
    const [place, char] = [found.index, found[0]];
    while (nextIndented < indented.length && indented[nextIndented].end <= place) nextIndented++;
    if (nextIndented < indented.length && indented[nextIndented].start <= place) {
      beginning.lastIndex = indented[nextIndented].end;
    } else if (char === '\\') {
      if (text[place + 1] === '`') beginning.lastIndex = place + 2;
    } else if (char === '`' || char === '~') {
      const { length } = finder.at(char === '`' ? backticks : tildes, place)![0];
      const end = places.fenceEnd(place, length) ?? (char === '`' ? places.inlineEnd(place, length) : null);
      if (end !== null) put({ end, replacement: code(text.slice(place, end)) }, place);
      else if (char === '`' || !rewriter.beginnings.includes('~') || length > 1) beginning.lastIndex = place + length;
      else putIf(rewriter.at(finder, place), place, put);
    } else if (char === '<' && text.startsWith('<!--', place)) {
      const end = finder.indexOf('-->', place + 4);
      if (end !== -1 && rewriter.comment !== undefined) {
        put({ end: end + 3, replacement: rewriter.comment(text.slice(place, end + 3)) }, place);
      } else beginning.lastIndex = end === -1 ? place + 4 : end + 3;
    } else if (rewriter.beginnings.includes(char)) {
      putIf(rewriter.at(finder, place), place, put);
    }
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(done);
}

const backticks = /`+/y;
const tildes = /~+/y;

function putIf(rewritten: Rewritten | null, place: number, put: (rewritten: Rewritten, place: number) => void): void {
  if (rewritten !== null) put(rewritten, place);
}
