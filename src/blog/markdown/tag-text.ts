import { type TagArguments, type TagValue, tagArguments } from './tag-arguments.ts';

/** What a reader sees of a tag itself, as Markdown. The content between a tag and its end tag is not part of it. */
export interface TagText {
  /** Paragraphs before the content: an image, a title, a caption. */
  readonly before: readonly string[];
  /** Paragraphs after the content: the source of a quote. */
  readonly after: readonly string[];
}

const nothing: TagText = { before: [], after: [] };

export interface Tag {
  /** In lower case, without folders and extension, with `_` for `-`. */
  readonly name: string;
  readonly text: string;
  /** Whether it has an end tag. */
  readonly paired: boolean;
  /** Whether unquoted words are text, as in Hugo, and not names of variables, as in Liquid. */
  readonly bareIsText: boolean;
}

/** Tags that control how a page is built; readers see none of their arguments. */
const control = new Set(
  `if unless elsif elseif else for case when assign capture increment decrement cycle tablerow set macro block extends
  import from call filter switch autoescape with without liquid layout cache paginate ifchanged param ref relref
  post_url site page seo feed_meta asset_path comment raw verbatim highlight codeblock code`.split(/\s+/),
);

/** Tags that embed other content or run code; their titles are not text of the post. */
const embed =
  /^(?:(?:lite_?)?youtube\w*|yt|vimeo\w*|tweet|twitter\w*|x|x_simple|instagram\w*|gist|github_?\w*|gitlab\w*|spotify\w*|soundcloud\w*|codepen|codesandbox|stackblitz|jsfiddle|jsbin|plunker|repl\w*|iframe|embed\w*|oembed|video\w*|audio\w*|music\w*|aplayer\w*|meting\w*|mastodon|toot|bluesky|tiktok|bilibili|dailymotion|twitch|peertube|asciinema|loom|maps?|google_?map\w*|leaflet|openstreetmap|chart\w*|echarts|plotly|vega\w*|typeit|toc|table_?of_?contents|contents|comments?|disqus\w*|giscus|utterances|share\w*|social\w*|ads?|adsense|analytics|head|header|footer|nav\w*|sidebar|icons?|fa|fas|fab|svg|qr|rss|feed|search|newsletter\w*|subscribe\w*|signup|form|contact\w*|script|style|css|js|javascript|katex_?head|mathjax\w*|math_?config|tooltip_?init|slideshow|carousel|pdf\w*|speakerdeck|slideshare|speaker_?deck|kofi|bandcamp)$/;

const image =
  /^(?:\w*_)?(?:fig|figure\w*|img\w*|images?|picture|photo|pic|responsive_?image|lightbox|thumb\w*|zoom\w*)(?:_\w*)?$/;

const sourceKeys = ['src', 'image_path', 'image', 'img', 'url', 'path', 'file', 'filename', 'image_url', 'source'];
const textKeys = ['title', 'heading', 'header', 'summary', 'label', 'text', 'quote', 'caption', 'figcaption'];
const afterKeys = ['author', 'cite', 'by', 'attribution', 'attr', 'speaker', 'credit'];

/** For tags with unnamed text, the index of the argument that has it; -1 for all arguments together. */
const textPositions: Readonly<Record<string, number>> = {
  details: 0,
  expand: 0,
  collapse: 0,
  collapsible: 0,
  accordion: 0,
  accordion_item: 0,
  spoiler: 0,
  folding: -1,
  tab: 0,
  notice: 1,
  admonition: 1,
  callout: 1,
  kbd: 0,
  mark: 0,
  abbr: 0,
  post_link: 1,
  asset_link: 1,
};

/** Whether the arguments of a tag with this name are not text of the post. */
export function isUnseenTag(name: string): boolean {
  return control.has(name) || embed.test(name);
}

/** The text that a tag shows to a reader. */
export function tagText(tag: Tag): TagText {
  const { name } = tag;
  if (isUnseenTag(name)) return nothing;
  const given = tagArguments(tag.text);
  if (/^(?:asset_)?img$/.test(name) && given.named.size === 0) return hexoImage(given);
  if (name === 'link') return hexoLink(given);
  if (/^(?:button|btn|label)$/.test(name) && !tag.bareIsText) return hexoWords(tag);
  if (/^(?:block)?quote$/.test(name) && tag.paired && given.named.size === 0) {
    return { before: [], after: [wordsOf(tag.text)].filter((words) => words !== '') };
  }
  const text = (key: string) => valueText(given.named.get(key), tag);
  const picture = imageOf(tag, given);
  const before = [...picture, ...textKeys.flatMap((key) => text(key) ?? [])];
  if (name === 'tab' || name === 'tab_item') before.push(...(text('name') ?? text('tabname') ?? []));
  if (picture.length === 0 && before.length === 0) before.push(...positionalText(tag, given));
  const after = afterKeys.flatMap((key) => text(key) ?? []);
  if (picture.length > 0) {
    const link = given.named.get('attrlink')?.text;
    const credit = after.map((words) => (link === undefined ? words : `[${words}](${link})`));
    return { before: joinedLast(before, picture.length, credit), after: [] };
  }
  return { before, after };
}

/** Adds the credit to the caption, in one paragraph, as Hugo's figure does. */
function joinedLast(before: readonly string[], images: number, credit: readonly string[]): string[] {
  if (credit.length === 0) return [...before];
  const last = before.length > images ? before.at(-1)! : null;
  return last === null ? [...before, ...credit] : [...before.slice(0, -1), [last, ...credit].join(' ')];
}

/** Null if the value is empty, a variable, an address or a boolean. */
function valueText(value: TagValue | undefined, { bareIsText }: Tag): string[] | null {
  if (value === undefined || (!value.quoted && !bareIsText)) return null;
  const text = withoutTags(value.text);
  const isText = text !== '' && !isAddress(text) && !/^(?:true|false|nil|null|none)$/i.test(text);
  return isText ? [text] : null;
}

function withoutTags(text: string): string {
  return text.replace(/\{\{[^{}]{0,1000}\}\}/g, '').trim();
}

function isAddress(text: string): boolean {
  return /^(?:https?:|mailto:|\/|\.{1,2}\/|#)\S*$/i.test(text);
}

function isImageFile(text: string): boolean {
  return /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]\S*)?$/i.test(text);
}

function imageOf(tag: Tag, { named, positional }: TagArguments): string[] {
  const isImage = image.test(tag.name);
  const candidates = [...sourceKeys.flatMap((key) => named.get(key) ?? []), ...positional.slice(0, isImage ? 1 : 0)];
  const source = candidates
    .filter(({ quoted, text }) => quoted || tag.bareIsText || isImageFile(text))
    .map(({ text }) => withoutTags(text))
    .find((text) => text !== '' && (named.size > 0 || isImageFile(text)) && (isImage || isImageFile(text)));
  // An address alone does not say that the tag shows a picture, so it is left out.
  const described = named.size > 0 || positional.length > 1;
  if (source === undefined || !described) return [];
  const alt = named.get('alt') ?? (named.size === 0 ? positional[1] : undefined);
  return [imageMark(alt?.text ?? '', source)];
}

function imageMark(alt: string, source: string): string {
  const address = source.replace(/\s/g, '%20').replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29'));
  return `![${alt.replace(/[[\]\\]/g, '\\$&')}](${address})`;
}

function positionalText(tag: Tag, { positional }: TagArguments): string[] {
  const place = textPositions[tag.name];
  if (place === -1) return [positional.map(({ text }) => text).join(' ')].filter((text) => text !== '');
  if (place !== undefined) {
    const value = positional[place];
    return value === undefined ? [] : (valueText({ ...value, quoted: true }, tag) ?? []);
  }
  // An unknown tag: its argument is text if it has words and is not just the name of a kind or a colour.
  const [first] = positional;
  if (!tag.paired || first === undefined || !first.quoted) return [];
  return /^\p{Lu}|[^\s,|]\s+\p{L}/u.test(first.text) ? (valueText(first, tag) ?? []) : [];
}

/** `{% img [class] source [width] [height] ["title" ["alt"]] %}` of Octopress and Hexo. */
function hexoImage({ positional }: TagArguments): TagText {
  const source = positional.find(({ text }) => isAddress(text) || isImageFile(text));
  if (source === undefined) return nothing;
  const texts = positional.slice(positional.indexOf(source) + 1).filter(({ text }) => !/^\d+(?:px|%)?$/.test(text));
  const alt = texts.length > 1 ? texts[1].text : texts.map(({ text }) => text).join(' ');
  return { before: [imageMark(alt, source.text)], after: [] };
}

/** `{% link Text address %}` of Hexo; Jekyll's has only a path, the address of a link. */
function hexoLink({ positional }: TagArguments): TagText {
  const at = positional.findIndex(({ text }) => isAddress(text));
  if (at < 1) return nothing;
  const words = positional.slice(0, at).map(({ text }) => text);
  return { before: [`[${words.join(' ')}](${positional[at].text})`], after: [] };
}

/** `{% button /address, Text %}`, `{% label class@Text %}`. */
function hexoWords({ name, text }: Tag): TagText {
  const words = name === 'label' ? text.slice(text.indexOf('@') + 1) : (text.split(',')[1] ?? '');
  return { before: [words.trim()].filter((word) => word !== '' && !isAddress(word)), after: [] };
}

/** The words of a quotation's source: `Author, Source http://address Title of the link`. */
function wordsOf(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== '' && !/^["']?https?:/i.test(word));
  return words.join(' ').replace(/^["']|["',]$/g, '');
}
