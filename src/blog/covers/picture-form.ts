import type { Quote } from '../posts/write-front-matter.ts';

/** Where a blog keeps the pictures of its posts, how it names them, and their size. */
export interface PictureForm {
  /** What front matter has before `name`: '/', './', '../../', 'https://me.example/'. */
  readonly before: string;
  /** Folders and name without extension; `{slug}`, `{YYYY}`, `{MM}` and `{DD}` are those of the post. */
  readonly name: string;
  /** With its dot. */
  readonly extension: string;
  /** The absolute path of the folder that `name` begins in; null for the folder of the post itself. */
  readonly folder: string | null;
  /** The median of the blog's pictures, in pixels; null if none could be measured. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** How an entry holds a picture: as a path alone, in a list, or among other keys. */
export type PictureValue =
  | { readonly is: 'path' | 'alt' | 'width' | 'height' }
  | { readonly is: 'constant'; readonly value: string | number | boolean }
  | { readonly is: 'list'; readonly item: PictureValue }
  | { readonly is: 'map'; readonly entries: readonly (readonly [string, PictureValue])[] };

/** A key of front matter that holds a post's picture. */
export interface PictureField {
  readonly key: string;
  /** The quotes around its path. */
  readonly quote: Quote;
  /** Whether a YAML list or map is in brackets. */
  readonly isFlow: boolean;
  readonly value: PictureValue;
  readonly form: PictureForm;
}

/** What a blog's newest posts do about pictures. */
export interface PictureHabits {
  readonly fields: readonly PictureField[];
  /** Keys that hold the text of the picture, such as `heroImageAlt`. */
  readonly altKeys: readonly string[];
  /** Pictures next to the posts that no key names, because the theme looks for them: Hugo's `feature.jpg`. */
  readonly unnamed: readonly PictureForm[];
}

export const NO_PICTURES: PictureHabits = { fields: [], altKeys: [], unnamed: [] };

/** A picture of one post. */
export interface PlannedPicture {
  /** As in `PictureForm`. */
  readonly folder: string | null;
  /** Relative to the folder, with "/" as separator. */
  readonly name: string;
  readonly size: PictureForm['size'];
}

/** The picture of a post with this slug; `dated` writes its date in a pattern such as YYYY. */
export function plannedPicture(form: PictureForm, slug: string, dated: (pattern: string) => string): PlannedPicture {
  const name = form.name.replace(/\{(slug|YYYY|MM|DD)\}/g, (_, part: string) => (part === 'slug' ? slug : dated(part)));
  return { folder: form.folder, name: name + form.extension, size: form.size };
}
