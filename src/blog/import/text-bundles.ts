/**
 * Text bundles, the format in which Bear and other editors export and back up notes: folders `<name>.textbundle` with
 * `text.md` (or another extension) and `info.json`, one or several, possibly in a zip archive. Read-only.
 */
import { type JsonObject, objectIn, textAt } from './json-values.ts';
import { type Archive, type ArchiveSource, type LeftOut, leftOut, type SourceItem } from './post-source.ts';

const textFile = /(?:^|\/)text\.(?:md|markdown|txt)$/i;

export const textBundles: ArchiveSource = {
  kind: 'archive',
  name: 'text bundles',
  recognise: (files) =>
    files.some((file) => /\.textbundle\/text\.\w+$/i.test(file)) ||
    (files.includes('info.json') && files.some((file) => /^text\.\w+$/i.test(file))),
  async *read(archive) {
    const files = new Set(archive.files);
    const texts = new Set(archive.files.filter((file) => isText(file, files)));
    for (const file of texts) yield await noteOf(file, files, archive);
    const bundles = new Set(Array.from(texts, folderOf));
    const others = archive.files.filter((file) => !texts.has(file) && !/(?:^|\/)info\.json$/i.test(file));
    const assets = others.filter((file) => bundles.has(file.replace(/\/?assets\/.*$/, ''))).length;
    if (assets > 0) yield leftOut('attachment', '', 'a file that belongs to a text.', assets);
    if (others.length > assets)
      yield leftOut('other file', '', 'a file outside the text bundles.', others.length - assets);
  },
};

function isText(file: string, files: ReadonlySet<string>): boolean {
  return textFile.test(file) && (/\.textbundle\/text\.\w+$/i.test(file) || files.has('info.json'));
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}

/** The key under which Bear keeps its data about a note. */
const bearKey = 'net.shinyfrog.bear';

async function noteOf(file: string, files: ReadonlySet<string>, archive: Archive): Promise<SourceItem> {
  const folder = folderOf(file);
  const infoFile = folder === '' ? 'info.json' : `${folder}/info.json`;
  const info = files.has(infoFile) ? await infoIn(infoFile, archive) : {};
  if (isLeftOut(info)) return info;
  const type = textAt(info, 'type') ?? 'net.daringfireball.markdown';
  if (!/markdown|plain-text/.test(type)) return leftOut('other format', file, `its type is ${type}, not Markdown.`);
  const bear = objectIn(info[bearKey]);
  if (bear?.trashed === true || bear?.trashed === 1) return leftOut('deleted', file, 'it is in the trash.');
  const text = await archive.read(file);
  if (typeof text !== 'string') return text;
  const isBear = bear !== null || /shinyfrog/.test(textAt(info, 'creatorIdentifier') ?? '');
  const { title, body } = headingOf(text);
  const note = isBear ? withoutTags(body) : { body, tags: [] };
  if (note.body.trim() === '') return leftOut('empty', file, 'it has no text.');
  const name = folder
    .split('/')
    .at(-1)!
    .replace(/\.textbundle$/i, '');
  return {
    where: file,
    title: title ?? (name === '' ? null : name),
    slug: null,
    date: bear === null ? null : (textAt(bear, 'creationDate') ?? null),
    categories: [],
    tags: note.tags,
    description: null,
    canonicalUrl: null,
    draft: false,
    generated: false,
    markdown: () => note.body,
  };
}

function isLeftOut(info: JsonObject | LeftOut): info is LeftOut {
  return typeof info.leftOut === 'string' && typeof info.reason === 'string';
}

async function infoIn(file: string, archive: Archive): Promise<JsonObject | LeftOut> {
  const text = await archive.read(file);
  if (typeof text !== 'string') return text;
  try {
    return objectIn(JSON.parse(text)) ?? {};
  } catch (cause) {
    return leftOut('broken', file, `it is not valid JSON: ${(cause as Error).message}.`);
  }
}

/** A note's title is its first heading. */
function headingOf(text: string): { title: string | null; body: string } {
  const [, title, body] = /^\s*# ([^\n]+)(?:\n([\s\S]*))?$/.exec(text) ?? [];
  return title === undefined ? { title: null, body: text } : { title: title.trim(), body: body ?? '' };
}

/** `#tag`, `#tag/nested` and `#several words#`. */
const tag = /(?:^|(?<=\s))#(?:([^\s#][^#\n]*[^\s#])#(?=\s|$)|([^\s#!-,.:-@[-^`{-~][^\s#]*))/g;

/** A tag at the end of a sentence ends before the punctuation mark. */
function withoutMark(name: string): string {
  return /[.,;:!?]$/.test(name) ? name.slice(0, -1) : name;
}

/** Lines that contain only tags are removed and give the note's tags; tags within a sentence also stay as words. */
function withoutTags(text: string): { body: string; tags: string[] } {
  const tags = new Set<string>();
  let fence = '';
  const lines = text.split('\n').filter((line) => {
    const [, mark = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (mark !== '' && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : '';
    if (fence !== '' || mark !== '' || !line.includes('#')) return true;
    const found = Array.from(line.matchAll(tag), ([, several, one]) => several ?? one);
    for (const name of found) if (!/^\d+$/.test(name)) tags.add(withoutMark(name));
    return found.length === 0 || line.replace(tag, '').trim() !== '';
  });
  return { body: lines.join('\n'), tags: [...tags] };
}
