/** Tells an excerpt from a full post when the feed does not say which it has. */
import { htmlPieces } from '../html/html-pieces.ts';
import { plainLine } from '../plain-line.ts';

/** The last words of a piece of HTML, and how it ends. */
export interface TextEnd {
  readonly isEmpty: boolean;
  /**
   * `cut`: with a mark or link that only a program adds where it cuts; `ellipsis`: with three dots, which people also
   * use to end a text.
   */
  readonly ending: 'cut' | 'ellipsis' | 'other';
  /** Length of all its text, without tags. */
  readonly characters: number;
  readonly hasTags: boolean;
}

const unseen = new Set(['script', 'style']);

/** Words in links to the rest of a post, in the most common languages of blogs. */
const furtherWords =
  /^\W*(?:(?:click here to )?(?:continue|keep|go on) reading|read (?:more|on|the (?:rest|full|whole)|full|further)|(?:view|see) (?:full )?(?:more|post|article)|more(?=\P{L}*$)|full (?:story|post|article)|weiterlesen|mehr (?:lesen|erfahren)|lire (?:la suite|plus)|leer m[áa]s|seguir leyendo|continuar leyendo|leia mais|continue lendo|leggi (?:tutto|di più|il seguito)|continua a leggere|lees (?:meer|verder)|читать (?:далее|дальше|полностью)|czytaj (?:dalej|więcej)|läs mer|続きを読む|阅读(?:更多|全文)|继续阅读)(?=\P{L}|$)/iu;

/** The footer that a popular plugin adds to excerpts and full posts alike. */
const footer = /\bThe post .{1,300} (?:appeared first|first appeared) on .{1,200}$/s;

const maxEndCharacters = 1000;

/** How an HTML text ends. Takes linear time. */
export function textEnd(html: string): TextEnd {
  const texts: string[] = [];
  let [characters, hasTags, hasImage, linkStart] = [0, false, false, -1];
  let link = '';
  for (const { kind, text, name, isEnd } of htmlPieces(html, unseen)) {
    if (kind === 'text') {
      if (text.trim() !== '') characters += text.length;
      texts.push(text);
    } else if (kind === 'tag') {
      hasTags = true;
      hasImage ||= name === 'img';
      texts.push(/^(?:a|b|i|u|em|strong|span|code|small|sup|sub|font)$/.test(name) ? '' : ' ');
      if (name === 'a' && !isEnd) linkStart = texts.length;
      else if (name === 'a' && linkStart !== -1) {
        link = lineOf(texts.slice(linkStart));
        texts.push(LINK_END);
        linkStart = -1;
      }
    }
  }
  const line = lineOf(texts).replace(footer, '').trimEnd();
  const isEmpty = line.replaceAll(LINK_END, '') === '' && !hasImage;
  return { isEmpty, ending: endingOf(line, link), characters, hasTags };
}

/** Marks the end of a link's text. */
const LINK_END = '\u{10fffd}';

/** The last pieces of text as one line. */
function lineOf(texts: readonly string[]): string {
  let end = '';
  for (let i = texts.length - 1; i >= 0 && end.length < maxEndCharacters; i--)
    end = texts[i].slice(-maxEndCharacters) + end;
  return plainLine(end.slice(-maxEndCharacters)) ?? '';
}

function endingOf(line: string, link: string): TextEnd['ending'] {
  const text = line.replaceAll(LINK_END, '').trimEnd();
  // Only an arrow may follow a link to the rest.
  const endsWithLink = /^[^\p{L}\p{N}]*$/u.test(line.slice(line.lastIndexOf(LINK_END) + LINK_END.length));
  if (line.includes(LINK_END) && endsWithLink && furtherWords.test(link)) return 'cut';
  if (/(?:\[\s*(?:…|\.\.\.|&hellip;)\s*\]|\(\s*(?:…|\.\.\.)\s*\))$/.test(text)) return 'cut';
  const tail = text.slice(-60);
  const further = /(?:^|[….!?»\])]\s*|\.\.\.\s*|\[\s*)([^.…!?»[\]]{3,40}?)\s*(?:[→»›>]+|\]|…|\.\.\.)+$/u.exec(
    tail,
  )?.[1];
  const afterDots = /(?:…|\.\.\.)\s*([\p{L}\s]{3,40})$/u.exec(tail)?.[1];
  if ([further, afterDots].some((words) => words !== undefined && furtherWords.test(words))) return 'cut';
  return /(?:…|\.\.\.)["'”’»]?$/.test(text) ? 'ellipsis' : 'other';
}
