import { joinedColours, namedColours, prominentColours } from '../../blog/covers/blog-colours.ts';
import { coverSize } from '../../blog/covers/cover-size.ts';
import { drawCover } from '../../blog/covers/draw-cover.ts';
import { type FoundPicture, learnPictures } from '../../blog/covers/learn-pictures.ts';
import type { BlogColour } from '../../blog/covers/palette.ts';
import {
  NO_PICTURES,
  type PictureForm,
  type PictureHabits,
  type PlannedPicture,
} from '../../blog/covers/picture-form.ts';
import { pngPixels } from '../../blog/covers/png-pixels.ts';
import { recentPosts } from '../../blog/drafts/learn-form.ts';
import type { Post } from '../../blog/posts/post.ts';
import { Fault } from '../../fault.ts';
import type { Files } from '../../project/files.ts';
import { folderOf, pathIn } from '../../project/paths.ts';
import type { PictureConverter, PixelFormat } from '../../project/picture-tools.ts';
import type { Project } from '../../project/project.ts';
import { foldersAround } from '../corpus/site-folder.ts';
import type { RunSettings } from '../settings/run.ts';
import { findPictures } from './find-pictures.ts';
import { styleColours } from './style-colours.ts';

/** Covers in pixels were asked for, and the package that makes them is not installed. */
export class CoverFormatFault extends Fault {
  override readonly code: string = 'cover-format';
}

export type CoverSetting = RunSettings['cover'];

/** How the drafts of a blog get pictures. */
export interface Covers {
  readonly habits: PictureHabits;
  /** Draws the picture of a draft, in the format of its name. */
  draw(slug: string, planned: PlannedPicture): Promise<Uint8Array>;
  /** What a person should know, in sentences. */
  readonly notices: readonly string[];
}

const NO_COVERS: Covers = {
  habits: NO_PICTURES,
  draw: async () => {
    throw new Error('this blog has no covers');
  },
  notices: [],
};

/**
 * Learns from the newest posts of a blog what pictures its drafts should have; none if they have none. If the blog's
 * format needs a package that is not installed, `auto` draws SVG and says so.
 */
export async function openCovers(
  project: Project,
  posts: readonly Post[],
  { cover, posts: inputs }: Pick<RunSettings, 'cover' | 'posts'>,
): Promise<Covers> {
  if (cover === 'none') return NO_COVERS;
  const { files, pictures } = project;
  const recent = recentPosts(posts);
  const { found, missing } = await findPictures(files, recent);
  const learned = learnPictures(recent, found);
  const forms = [...learned.fields.map(({ form }) => form), ...learned.unnamed];
  if (forms.length === 0) return { ...NO_COVERS, notices: missingNotice(missing, recent) };
  const converter = await pictures.open(await foldersOf(project, inputs));
  const extensions = new Map(forms.map((form) => [form, extensionFor(form, cover, converter)]));
  const inFormat = (form: PictureForm) => ({ ...form, extension: extensions.get(form)! });
  const isInstead =
    cover === 'auto' && forms.some((form) => extensions.get(form) === '.svg' && form.extension !== '.svg');
  const colours = await coloursOf(files, found, converter);
  return {
    habits: {
      ...learned,
      fields: learned.fields.map((field) => ({ ...field, form: inFormat(field.form) })),
      unnamed: learned.unnamed.map(inFormat),
    },
    async draw(slug, { name, size }) {
      const svg = drawCover(slug, { ...coverSize(size), colours });
      const format = formatOf(name);
      return format === 'svg' ? new TextEncoder().encode(svg) : converter!.encode(svg, format);
    },
    notices: isInstead ? [insteadNotice(forms[0].extension, pictures.howToInstall)] : [],
  };
}

/** Throws CoverFormatFault if a format was asked for that this machine cannot write. */
export async function requireCoverFormat(
  project: Project,
  { cover, posts }: Pick<RunSettings, 'cover' | 'posts'>,
): Promise<void> {
  if (cover === 'auto' || cover === 'none' || cover === 'svg') return;
  if ((await project.pictures.open(await foldersOf(project, posts))) !== null) return;
  throw new CoverFormatFault(
    `--cover ${cover} needs the package sharp, which was not found: ${project.pictures.howToInstall}, or use --cover svg.`,
  );
}

/** The folders that the posts are in, with those around them. */
async function foldersOf({ files }: Project, inputs: readonly string[]): Promise<string[]> {
  const folders = await Promise.all(inputs.map((input) => foldersAround(files, input)));
  return [...new Set(folders.flat())];
}

/** The extension of covers: what the setting asks for, else that of the blog's pictures if it can be written. */
function extensionFor({ extension }: PictureForm, cover: CoverSetting, converter: PictureConverter | null): string {
  if (cover !== 'auto') return `.${cover}`;
  if (converter === null) return '.svg';
  return /^\.(?:svg|png|webp|jpe?g)$/i.test(extension) ? extension : '.png';
}

function formatOf(name: string): PixelFormat | 'svg' {
  const [, extension] = /\.([^.]+)$/.exec(name.toLowerCase())!;
  return extension === 'jpeg' ? 'jpg' : (extension as PixelFormat | 'svg');
}

function insteadNotice(extension: string, howToInstall: string): string {
  return (
    `Your posts have pictures in ${extension.slice(1)}; new ones are drawn as svg, because other formats need the package ` +
    `sharp: ${howToInstall}. --cover svg or none hides this note.`
  );
}

/** A note if most posts have pictures and none of these is on this disk. */
function missingNotice(
  missing: readonly { readonly post: Post; readonly key: string; readonly path: string }[],
  recent: readonly Post[],
): string[] {
  const having = new Set(missing.map(({ post }) => post));
  if (having.size <= recent.length / 2) return [];
  const [{ key, path, post }] = missing;
  return [
    `New posts get no picture: the files that your posts name under ${key} were not found, such as ${path} in ${post.source}.`,
  ];
}

/** Pictures that colours are taken from. */
const MOST_PICTURES = 10;

/** Larger files are passed over: reading them would take seconds. */
const MOST_BYTES = 16_000_000;

/** The colours of the blog's newest pictures; if none can be read, those of its style sheets. */
async function coloursOf(
  files: Files,
  found: readonly FoundPicture[],
  converter: PictureConverter | null,
): Promise<BlogColour[]> {
  const pictures = found.filter(({ file }, i) => found.findIndex((other) => other.file === file) === i);
  const lists: BlogColour[][] = [];
  for (const { file, header } of pictures.slice(0, MOST_PICTURES)) {
    if ((await files.stat(file)).bytes > MOST_BYTES) continue;
    const bytes = await files.read(file);
    if (header?.format === 'svg') lists.push(namedColours(new TextDecoder().decode(bytes)));
    else lists.push(prominentColours(pngPixels(bytes) ?? (await converter?.pixels(bytes)) ?? []));
  }
  const colours = joinedColours(lists);
  return colours.length > 0 ? colours : styleColours(files, await foldersAround(files, folderOf(found[0].file)));
}

/** Where a planned picture is written, for a draft at this path. */
export function pathOfCover({ folder, name }: PlannedPicture, draft: string): string {
  return pathIn(folder ?? folderOf(draft), name);
}
