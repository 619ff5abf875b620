import { type BoilerplateBlock, boilerplateIn } from '../dedupe/boilerplate.ts';
import { codeStretches } from '../dedupe/placed-blocks.ts';
import { type Edit, edited, type Stretch, withinAny } from '../markdown/edits.ts';
import { bodyLine, keyLine } from '../posts/file-lines.ts';
import type { Post } from '../posts/post.ts';
import { findPrivate, masks, type PrivateStretch } from '../redact/find-private.ts';
import { trackingEdits } from '../redact/tracking-parameters.ts';

/** What to clean from posts. */
export interface Cleaning {
  /** Keys of boilerplate paragraphs, each with the number of posts that contain it. */
  readonly boilerplate: ReadonlyMap<string, number>;
  /** Whether to remove boilerplate. */
  readonly strip: boolean;
  /** Whether to mask private text. */
  readonly redact: boolean;
}

/** Private text, with the line of the file where it begins, from 1. */
export interface PrivateFinding extends Pick<PrivateStretch, 'kind' | 'name' | 'shown'> {
  readonly line: number;
}

export interface CleanedPost {
  /** The same object if nothing changed. */
  readonly post: Post;
  readonly findings: readonly PrivateFinding[];
  readonly boilerplate: readonly BoilerplateBlock[];
  /** How many links lost tracking parameters. */
  readonly trackedLinks: number;
}

/** Cleans a post as `Cleaning` says and reports what was found. Tracking parameters are always removed. */
export function cleanPost(post: Post, { boilerplate: keys, strip, redact }: Cleaning): CleanedPost {
  const boilerplate = boilerplateIn(post, keys);
  const isBoilerplate = withinAny(boilerplate);
  const found = findPrivate(post.body).filter((stretch) => !strip || !isBoilerplate(stretch));
  const inTitle = post.title === null ? [] : findPrivate(post.title);
  const links = trackingEdits(post.body, codeStretches(post.body));
  const body = edited(post.body, [
    ...(strip ? boilerplate.map((block) => removal(post.body, block)) : []),
    ...(redact ? found.map(masked) : []),
    ...links,
  ]);
  const title = redact && inTitle.length > 0 ? edited(post.title!, inTitle.map(masked)) : post.title;
  const lines = linesOf(post.body, found);
  const first = bodyLine(post);
  return {
    post: body === post.body && title === post.title ? post : { ...post, title, body },
    findings: [
      ...inTitle.map((stretch) => finding(stretch, keyLine(post, 'title'))),
      ...found.map((stretch, i) => finding(stretch, first + lines[i])),
    ],
    boilerplate,
    trackedLinks: links.length,
  };
}

function masked({ start, end, kind }: PrivateStretch): Edit {
  return { start, end, replacement: masks[kind] };
}

/** Removes a block with the blank lines after it. */
function removal(body: string, { start, end }: BoilerplateBlock): Edit {
  const after = /(?:[ \t]*\n)*/y;
  after.lastIndex = end;
  return { start, end: end + after.exec(body)![0].length, replacement: '' };
}

function finding({ kind, name, shown }: PrivateStretch, line: number): PrivateFinding {
  return { kind, name, shown, line };
}

/** How many lines come before each stretch; stretches must be in order. */
function linesOf(text: string, stretches: readonly Stretch[]): number[] {
  let [lines, feed] = [0, text.indexOf('\n')];
  return stretches.map(({ start }) => {
    for (; feed !== -1 && feed < start; feed = text.indexOf('\n', feed + 1)) lines++;
    return lines;
  });
}
