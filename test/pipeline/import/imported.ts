import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ImportEvent, type ImportedEvent, importPosts } from '../../../src/index.ts';
import { NoPostsFault } from '../../../src/pipeline/corpus/read-posts.ts';
import type { ImportGiven } from '../../../src/pipeline/settings/import.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** Imports a path into a new folder: what it said, what it wrote, and what it left out. */
export async function imported(path: string, given: Partial<ImportGiven> = {}) {
  const out = given.out ?? join(temporaryFolder(), 'posts');
  const events: ImportEvent[] = [];
  for await (const event of importPosts({ posts: [path], ...given, out })) events.push(event);
  const summary = events.at(-1) as ImportedEvent;
  const leftOut: Record<string, number> = {};
  for (const { because, count = 1 } of summary.skipped) leftOut[because] = (leftOut[because] ?? 0) + count;
  const names = existsSync(out) ? readdirSync(out) : [];
  const posts = Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
  return { out, events, summary, leftOut, posts, reasons: summary.skipped.map(({ reason }) => reason) };
}

/** The message of an import that finds nothing. */
export async function refusal(path: string, given: Partial<ImportGiven> = {}): Promise<string> {
  const failure = await imported(path, given).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(NoPostsFault);
  return (failure as NoPostsFault).message;
}
