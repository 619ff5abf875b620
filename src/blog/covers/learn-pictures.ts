import { median } from '../corpus/median.ts';
import { tally } from '../corpus/tally.ts';
import { entriesOf } from '../posts/front-matter-entries.ts';
import { plainKey } from '../posts/known-keys.ts';
import type { Post } from '../posts/post.ts';
import type { PictureField, PictureForm, PictureHabits, PictureValue } from './picture-form.ts';
import type { PictureHeader } from './picture-header.ts';
import { isPicture, type PictureUse } from './picture-uses.ts';

/** A picture of a post that was found. All paths are absolute, with "/" as separator. */
export interface FoundPicture extends Omit<PictureUse, 'key'> {
  /** Null for a picture that no key names. */
  readonly key: string | null;
  readonly file: string;
  readonly postFolder: string;
  readonly header: PictureHeader | null;
}

/** Names of pictures that themes look for next to a post in its own folder. */
export const UNNAMED_PICTURE = /^(?:feature|featured|cover|thumbnail|hero|banner)[\w-]*\.(?:png|jpe?g|webp|avif|svg)$/i;

/** Keys that hold the text of a picture: `alt`, `heroImageAlt`, `image_alt_text`. */
const ALT = /^(?:[a-z]*(?:image|img|cover|hero|thumb|thumbnail|picture|photo|teaser|banner))?alt(?:text|ernative)?$/;

/**
 * What most of the newest posts do about pictures, from those that were found on disk. A picture that several posts share
 * is a constant of the blog, not a picture of its posts.
 */
export function learnPictures(recent: readonly Post[], found: readonly FoundPicture[]): PictureHabits {
  const keys = [...new Set(found.map(({ key }) => key))];
  const usual = keys.flatMap((key) => {
    const uses = onePerPost(found.filter((one) => one.key === key));
    const isShared = uses.length > 1 && uses.every(({ file }) => file === uses[0].file);
    return uses.length > recent.length / 2 && !isShared ? [{ key, uses }] : [];
  });
  const fields = usual.flatMap(({ key, uses }) => (key === null ? [] : fieldOf(key, uses, recent)));
  const hasAlt = (key: string) =>
    recent.filter(({ frontMatter }) => typeof frontMatter.data[key] === 'string').length > recent.length / 2;
  const altKeys = [...new Set(recent.flatMap(({ frontMatter }) => frontMatter.keys))].filter(
    (key) => ALT.test(plainKey(key)) && hasAlt(key),
  );
  return {
    fields,
    altKeys: fields.length === 0 ? [] : altKeys,
    unnamed: fields.length > 0 ? [] : usual.flatMap(({ key, uses }) => (key === null ? [formOf(uses)] : [])),
  };
}

function onePerPost(uses: readonly FoundPicture[]): FoundPicture[] {
  return uses.filter(({ post }, i) => uses.findIndex((other) => other.post === post) === i);
}

function fieldOf(key: string, uses: readonly FoundPicture[], recent: readonly Post[]): PictureField {
  const [{ post }] = uses;
  const others = recent.flatMap(({ frontMatter }) => frontMatter.data[key] ?? []);
  return {
    key,
    ...styleOf(uses[0]),
    value: heldBy(post.frontMatter.data[key], others),
    form: formOf(uses),
  };
}

/** How an entry is written: the quotes around its path, and whether it is in brackets. */
function styleOf({ post, key, path }: FoundPicture): Pick<PictureField, 'quote' | 'isFlow'> {
  const text = entriesOf(post.frontMatter).get(key!) ?? '';
  const mark = text[text.indexOf(path) - 1];
  return { quote: mark === '"' ? 'double' : mark === "'" ? 'single' : 'none', isFlow: /^[^\n:]*:\s*[[{]/.test(text) };
}

/** What a value holds; `others` are the values of all posts, by which constants are told from what one picture has. */
function heldBy(value: unknown, others: readonly unknown[]): PictureValue {
  if (isPicture(value)) return { is: 'path' };
  if (Array.isArray(value)) return { is: 'list', item: heldBy(value.find(holdsPicture), others.flat()) };
  const maps = others.filter((other): other is Record<string, unknown> => typeof other === 'object' && other !== null);
  const entries = Object.entries(value as object).flatMap(([key, part]): (readonly [string, PictureValue])[] => {
    const all = maps.flatMap((map) => (Object.hasOwn(map, key) ? [map[key]] : []));
    const held = partOf(key, part, all);
    return held === null || all.length <= maps.length / 2 ? [] : [[key, held]];
  });
  return { is: 'map', entries };
}

/** Null for what describes a single picture, such as a caption. */
function partOf(key: string, part: unknown, all: readonly unknown[]): PictureValue | null {
  const name = plainKey(key);
  if (ALT.test(name)) return { is: 'alt' };
  if ((name === 'width' || name === 'height') && typeof part === 'number') return { is: name };
  if (holdsPicture(part)) return heldBy(part, all);
  const isScalar = ['string', 'number', 'boolean'].includes(typeof part);
  const isSame = all.every((other) => other === part) && (all.length > 1 || typeof part === 'boolean');
  return isScalar && isSame ? { is: 'constant', value: part as string | number | boolean } : null;
}

function holdsPicture(value: unknown): boolean {
  return isPicture(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsPicture));
}

/** Place, name and size of most of these pictures; in a tie, of the newest. */
function formOf(uses: readonly FoundPicture[]): PictureForm {
  const places = uses.map(placeOf);
  const [[usual]] = [...tally(places.map((place) => JSON.stringify(place)))].sort((a, b) => b[1] - a[1]);
  const { folder, before, name }: Place = JSON.parse(usual);
  // Each post's own folder has a picture of another name.
  const isAnyName = !name.includes('{slug}') && uses.length > 1 && !repeats(places, name);
  const [[extension]] = [...tally(uses.map(({ file }) => extensionOf(file)))].sort((a, b) => b[1] - a[1]);
  const sizes = uses.flatMap(({ header }) => header ?? []);
  const ratio = median(sizes.map(({ width, height }) => width / height));
  const width = median(sizes.map((size) => size.width));
  return {
    before,
    folder,
    name: isAnyName ? name.replace(/[^/]*$/, 'cover') : name,
    extension,
    size:
      ratio === undefined || width === undefined
        ? null
        : { width: Math.round(width), height: Math.round(width / ratio) },
  };
}

interface Place {
  readonly folder: string | null;
  readonly before: string;
  readonly name: string;
}

function repeats(places: readonly Place[], name: string): boolean {
  return places.filter((place) => place.name === name).length > 1;
}

/** Where a picture is, with the slug and the date of its post as placeholders. */
function placeOf({ post, path, file, postFolder }: FoundPicture): Place {
  const written = path.replace(/[?#].*$/, '').split('/');
  const there = file.split('/');
  let same = 0;
  while (same < written.length && isSamePart(written.at(-1 - same)!, there.at(-1 - same))) same++;
  const root = there.slice(0, there.length - same).join('/');
  const tail = there.slice(there.length - same).join('/');
  const before = written
    .slice(0, written.length - same)
    .map((part) => `${part}/`)
    .join('');
  const folder = root === postFolder ? null : root;
  const isOwnFolder = /(?:^|[\\/])index\.[^./\\]+$/.test(post.source);
  const pattern = withPlaceholders(tail.slice(0, tail.length - extensionOf(tail).length), post);
  if (pattern.includes('{slug}') || (folder === null && isOwnFolder)) return { folder, before, name: pattern };
  return { folder, before, name: pattern.replace(/[^/]*$/, '{slug}') };
}

function isSamePart(written: string, there: string | undefined): boolean {
  if (['', '.', '..'].includes(written)) return false;
  return written === there || encodeURI(there ?? '') === written;
}

function withPlaceholders(name: string, { slug, date }: Post): string {
  const edge = (text: string) => new RegExp(`(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])`, 'u');
  const slugged = slug === '' ? name : name.replace(edge(slug.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')), '{slug}');
  const [year, month, day] = date?.iso.slice(0, 10).split('-') ?? [];
  if (year === undefined) return slugged;
  return slugged
    .replace(
      edge(`${year}(?<mark>[-/])${month}(?:\\k<mark>${day})?`),
      (found, mark: string) => `{YYYY}${mark}{MM}${found.length > 8 ? `${mark}{DD}` : ''}`,
    )
    .replace(edge(`(?<=^|/)${year}(?=/)`), '{YYYY}');
}

function extensionOf(path: string): string {
  return /\.[^./]+$/.exec(path)?.[0] ?? '';
}
