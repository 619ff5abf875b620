import { type BoilerplateBlock, boilerplateIn } from '../dedupe/boilerplate.ts';
import { codeStretches } from '../dedupe/placed-blocks.ts';
import { type Edit, edited, type Stretch, withinAny } from '../markdown/edits.ts';
import { bodyLine, keyLine } from '../posts/file-lines.ts';
import type { Post } from '../posts/post.ts';
import { findPrivate, masks, type PrivateStretch } from '../redact/find-private.ts';
import { trackingEdits } from '../redact/tracking-parameters.ts';

/** How posts are cleaned. */
export interface Cleaning {
  /** Keys of paragraphs that are boilerplate, and how many posts have each. */
  readonly boilerplate: ReadonlyMap<string, number>;
  /** Whether it is taken out. */
  readonly strip: boolean;
  /** Whether what is private is masked. */
  readonly redact: boolean;
}

/** Something private, and the line of the post's file that it begins in, from 1. */
export interface PrivateFinding extends Pick<PrivateStretch, 'kind' | 'name' | 'shown'> {
  readonly line: number;
}

export interface CleanedPost {
  /** The same object where nothing was to be changed. */
  readonly post: Post;
  readonly findings: readonly PrivateFinding[];
  readonly boilerplate: readonly BoilerplateBlock[];
  /** Links that were freed of parameters for tracking. */
  readonly trackedLinks: number;
}

/** A post without what `cleaning` is to take away, and what was found in it. Parameters for tracking always go. */
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

/** With the blank lines after it. */
function removal(body: string, { start, end }: BoilerplateBlock): Edit {
  const after = /(?:[ \t]*\n)*/y;
  after.lastIndex = end;
  return { start, end: end + after.exec(body)![0].length, replacement: '' };
}

function finding({ kind, name, shown }: PrivateStretch, line: number): PrivateFinding {
  return { kind, name, shown, line };
}

/** How many lines are before each of some stretches in their order. */
function linesOf(text: string, stretches: readonly Stretch[]): number[] {
  let [lines, feed] = [0, text.indexOf('\n')];
  return stretches.map(({ start }) => {
    for (; feed !== -1 && feed < start; feed = text.indexOf('\n', feed + 1)) lines++;
    return lines;
  });
}
