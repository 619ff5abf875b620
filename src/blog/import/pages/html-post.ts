import { TAG_PLACEHOLDER, withoutTemplateTags } from '../../markdown/template-tags.ts';
import type { Post } from '../../posts/post.ts';
import { escapeMarkup } from '../html/escape-markup.ts';
import { without } from '../html/hast-search.ts';
import { htmlTree, markdownOfTree, pageTree } from '../html/html-to-markdown.ts';
import { articleOf, isTitle } from './page-article.ts';

/** Whether the file begins with front matter; no page does. */
export function beginsWithFrontMatter(html: string): boolean {
  return /^\uFEFF?(?:---(?:yaml|json|toml)?[ \t]*\r?\n|\+\+\+[ \t]*\r?\n|;;;[ \t]*\r?\n|\{\s*["}])/.test(html);
}

/**
 * A site generator's post written in HTML, as the same post in Markdown; `extension` is '.md'. Tags that the generator
 * acts on are removed, as in Markdown, and their content stays; highlighted blocks become code. Of a whole page, only
 * the article is used. A first heading that repeats the title is removed.
 */
export function htmlPost(post: Post): Post {
  const html = withoutTemplateTags(withCodeElements(post.body)).replaceAll(TAG_PLACEHOLDER, '');
  const isPage = /<(?:!doctype|html|body)\b/i.test(html);
  const article = isPage ? articleOf(pageTree(html), post.title) : null;
  const tree = article === null ? htmlTree(html) : { type: 'root' as const, children: article.children };
  const text = without(tree, (element) => isTitle(element, post.title));
  return { ...post, extension: '.md', body: markdownOfTree(text) };
}

const highlight = /\{%-?[ \t]*(end)?(highlight|codeblock)\b[ \t]*([\w+#.-]{0,50})[^%\n]{0,500}%\}/g;

/** `{% highlight ruby %}` around code, which the generator reads as HTML. */
function withCodeElements(html: string): string {
  const parts: string[] = [];
  let at = 0;
  let open: { readonly language: string; readonly start: number; readonly end: number } | null = null;
  for (const { 0: tag, 1: isEnd, 3: language, index } of html.matchAll(highlight)) {
    const end = index + tag.length;
    if (isEnd === undefined) open ??= { language, start: index, end };
    else if (open !== null) {
      const name = open.language === '' ? '' : ` class="language-${open.language}"`;
      parts.push(
        html.slice(at, open.start),
        `<pre><code${name}>${escapeMarkup(html.slice(open.end, index).trim())}</code></pre>`,
      );
      at = end;
      open = null;
    }
  }
  return parts.join('') + html.slice(at);
}
