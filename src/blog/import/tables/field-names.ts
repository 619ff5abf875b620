/** What a table column or a record's key contains. */
export type FieldKind =
  | 'text'
  | 'html'
  | 'title'
  | 'slug'
  | 'date'
  | 'description'
  | 'url'
  | 'categories'
  | 'tags'
  | 'draft'
  | 'published'
  | 'status'
  | 'type'
  | 'generated';

export interface FieldMeaning {
  readonly kind: FieldKind;
  /** If two fields have the same kind, the one with the lower rank counts. */
  readonly rank: number;
}

/**
 * Names by kind, in lower case, without accents, with words separated by a space. If several names of a kind occur, the
 * first one counts. Names in other languages are those that forms and spreadsheets use.
 */
const names: Readonly<Record<FieldKind, readonly string[]>> = {
  text: [
    ...[
      'markdown',
      'md',
      'text',
      'body',
      'content',
      'body text',
      'text body',
      'plain text',
      'plaintext',
      'body markdown',
    ],
    ...[
      'content markdown',
      'content text',
      'raw',
      'post',
      'article',
      'message',
      'caption',
      'tweet',
      'selftext',
      'essay',
    ],
    ...['entry', 'story', 'note', 'inhalt', 'beitrag', 'nachricht', 'texte', 'contenu', 'corps', 'texto', 'contenido'],
    ...[
      'cuerpo',
      'conteudo',
      'corpo',
      'testo',
      'contenuto',
      'tekst',
      'inhoud',
      'текст',
      'содержание',
      '本文',
      '内容',
      '正文',
    ],
    ...['본문', '내용'],
  ],
  html: ['html', 'content html', 'body html', 'html content', 'html body', 'content encoded', 'rendered'],
  title: [
    ...[
      'title',
      'headline',
      'heading',
      'subject',
      'name',
      'titel',
      'uberschrift',
      'betreff',
      'titre',
      'titulo',
      'titolo',
    ],
    ...['onderwerp', 'заголовок', 'タイトル', '标题', '標題', '제목'],
  ],
  slug: ['slug', 'post name', 'url slug', 'handle'],
  date: [
    ...['date', 'published', 'published at', 'published on', 'published date', 'publish date', 'publication date'],
    ...['publishing date', 'date published', 'pubdate', 'pub date', 'pub datetime', 'posted', 'posted at', 'posted on'],
    ...[
      'date posted',
      'created',
      'created at',
      'created on',
      'created date',
      'date created',
      'creation date',
      'created utc',
    ],
    ...[
      'datetime',
      'date time',
      'timestamp',
      'time',
      'date gmt',
      'sent at',
      'datum',
      'fecha',
      'дата',
      '日付',
      '日期',
      '날짜',
    ],
  ],
  description: ['description', 'summary', 'excerpt', 'subtitle', 'teaser', 'abstract', 'meta description', 'dek'],
  url: ['canonical url', 'canonical', 'url', 'link', 'permalink', 'address', 'web address'],
  categories: ['categories', 'category', 'section', 'kategorie', 'kategorien', 'categorie', 'categoria'],
  tags: [
    'tags',
    'tag',
    'tag list',
    'keywords',
    'labels',
    'hashtags',
    'topics',
    'schlagworter',
    'etiquetas',
    'mots cles',
  ],
  draft: ['draft', 'is draft', 'unpublished'],
  published: ['is published', 'public', 'is public', 'visible'],
  status: ['status', 'state', 'visibility'],
  type: ['type', 'post type', 'content type', 'kind'],
  generated: ['generated'],
};

const meanings: ReadonlyMap<string, FieldMeaning> = new Map(
  Object.entries(names).flatMap(([kind, all]) =>
    all.map((name, rank) => [name, { kind: kind as FieldKind, rank }] as const),
  ),
);

/** Prefixes that describe the whole table: 'post_title', 'full_text', 'Blog post body'. */
const said =
  /^(?:the|my|wp|full|original|main|raw|blog|post|posts|article|entry|story|tweet|status|item|page|node|note) /;

/** Characters. Column names are shorter. */
const maxNameCharacters = 80;

/** The meaning of a field by its name, in any spelling: 'Body (text)', 'createdAt', 'POST_CONTENT'; null if unknown. */
export function meaningOf(name: string): FieldMeaning | null {
  if (name.length > maxNameCharacters) return null;
  const [, before, within] = /^([^([]*)[([]([^)\]]*)[)\]]\s*$/.exec(name) ?? ['', name, ''];
  for (const spelling of [before, name, within]) {
    let words = wordsOf(spelling);
    while (words !== '') {
      const found = meanings.get(words);
      if (found !== undefined) return found;
      if (!said.test(words)) break;
      words = words.replace(said, '');
    }
  }
  return null;
}

function wordsOf(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
