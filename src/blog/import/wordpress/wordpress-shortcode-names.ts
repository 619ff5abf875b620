/** Decides which brackets in a WordPress post are shortcodes. */

const list = (names: string) => names.trim().split(/\s+/);

/**
 * How known shortcodes are handled. `embed`, `caption`: WordPress's own, which it always runs; `plugin`: plugins'
 * shortcodes for foreign content or for something that is not text; `code` (SyntaxHighlighter also has one per
 * language) and `note`: they enclose code or the text of a footnote.
 */
export const knownShortcodes: ReadonlyMap<string, 'embed' | 'caption' | 'plugin' | 'code' | 'note'> = new Map([
  ...list('audio embed gallery playlist video').map((name) => [name, 'embed'] as const),
  ...list('caption wp_caption').map((name) => [name, 'caption'] as const),
  ...list(
    `ad adsense contact-field contact-form contact-form-7 form googlemaps gravityform instagram
    jetpack_subscription_form mc4wp_form ninja_form poll polldaddy recent-posts recent_posts rev_slider sitemap
    slideshare slideshow soundcloud subscribe toc tweet twitter videopress vimeo wpforms wpvideo youtube`,
  ).map((name) => [name, 'plugin'] as const),
  ...list(
    `code sourcecode source highlight actionscript3 bash c cpp csharp css delphi diff erlang fsharp go groovy html java
    javascript jscript js json latex matlab objc perl php powershell python r ruby rust scala shell sql swift text
    typescript vb xml yaml`,
  ).map((name) => [name, 'code'] as const),
  ...list('efn_note fn footnote mfn ref').map((name) => [name, 'note'] as const),
]);

/** A tag in brackets, and what surrounds it. */
export interface Shortcode {
  readonly name: string;
  /** The text between the name and the closing bracket. */
  readonly attributes: string;
  /** Whether an end tag of this name follows. */
  readonly hasEnd: boolean;
  /** Some of the HTML before and after it. */
  readonly before: string;
  readonly after: string;
}

/**
 * Whether a tag is a shortcode and not brackets in prose, such as `[sic]`, `[see p=3 of the log]`, `a[i]` and Markdown
 * links. A shortcode has an end tag, a quoted attribute, or an underscore in its name, or closes itself, or is alone on
 * its line and looks like one, or is one of WordPress's own.
 */
export function isCallOf({ name, attributes, hasEnd, before, after }: Shortcode): boolean {
  if (attributes !== '' && !/^[\s/]/.test(attributes)) return false;
  const use = knownShortcodes.get(name);
  const words = wordsIn(attributes);
  if (use === 'code' || use === 'note') return hasEnd;
  // The text of a Markdown link, inline or by reference.
  if (/^[([]/.test(after) && !hasEnd && words.quoted === 0) return false;
  if (use === 'embed' || use === 'caption' || hasEnd) return true;
  if (words.other > 0) return use === 'plugin' && /\bhttps?:\/\//.test(attributes);
  if (words.quoted > 0) return words.bare <= words.quoted + words.unquoted;
  // Prose never has such a name; in code it follows another name.
  if (words.bare + words.unquoted === 0 && /^[a-z]+(?:_[a-z\d]+)+$/.test(name)) return !/[\w\])]$/.test(before);
  const isAlone = isLineEdge(before) && isLineStart(after);
  if (use === 'plugin') return words.unquoted > 0 || isAlone;
  if (/\/\s*$/.test(attributes)) return words.bare === 0;
  if (!isAlone) return false;
  return words.unquoted > 0 ? words.bare === 0 : /^[a-z]+[-_\d]/.test(name);
}

/** How many words of each kind follow a name: `a="b"`, `a=b`, `a`, and anything that no shortcode has. */
function wordsIn(attributes: string): { quoted: number; unquoted: number; bare: number; other: number } {
  const words = { quoted: 0, unquoted: 0, bare: 0, other: 0 };
  const plain = attributes.replace(/\/\s*$/, '');
  for (const [word, quoted, unquoted, bare] of plain.matchAll(
    /([\w-]+=(?:"[^"]*"|'[^']*')(?!\S))|([\w-]+=[^\s"']+(?!\S))|([\w-]+(?!\S))|\S+/g,
  )) {
    if (quoted !== undefined) words.quoted++;
    else if (unquoted !== undefined) words.unquoted++;
    else if (bare !== undefined) words.bare++;
    else if (word !== '/') words.other++;
  }
  return words;
}

const edge =
  'br|hr|p|div|li|ul|ol|blockquote|h[1-6]|td|th|tr|table|figure|figcaption|section|article|pre|dd|dt|details|summary';
const endsWithEdge = new RegExp(`(?:^|\\n|</?(?:${edge})\\b[^<>]*>|-->)[ \\t\\u00a0]*$`, 'i');
const startsWithEdge = new RegExp(`^[ \\t\\u00a0]*(?:$|\\n|\\r|</?(?:${edge})\\b|<!--)`, 'i');

function isLineEdge(before: string): boolean {
  return endsWithEdge.test(before);
}

function isLineStart(after: string): boolean {
  return startsWithEdge.test(after);
}
