import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ProjectOptions, type PublishOptions, publish } from '../../../src/index.ts';
import type { PublishEvent } from '../../../src/pipeline/events/publishing.ts';
import type { PublishGiven } from '../../../src/pipeline/settings/publish.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

/** A Jekyll site with one post, and a queue of drafts. */
export class TinyBlog {
  readonly root = temporaryFolder();
  readonly posts = join(this.root, '_posts');
  readonly queue = join(this.root, '_drafts');

  constructor() {
    this.write('_config.yml', 'title: Tiny\n');
    this.write(
      '_posts/2026-01-01-cup.md',
      '---\nlayout: post\ntitle: Cup\ndate: 2026-01-01 09:00:00 +0100\n---\n\nA cup of something warm stood on the table by the window while the rain came down on the shed.\n',
    );
    mkdirSync(this.queue);
  }

  write(name: string, text: string): void {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(join(this.root, name));
  }

  /** A draft that contains its name; `more` are extra lines of front matter. */
  draft(name: string, more = 'approved: true\n'): void {
    this.write(
      `_drafts/${name}.md`,
      `---\nlayout: post\ntitle: The ${name}\n${more}generated: true\n---\n\nAbout the ${name}.\n`,
    );
  }

  names(folder: 'posts' | 'queue'): string[] {
    return readdirSync(this[folder])
      .filter((name) => !name.startsWith('.'))
      .sort();
  }

  journal(): Record<string, unknown>[] {
    if (!this.has('_drafts/.published.jsonl')) return [];
    return this.read('_drafts/.published.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  settings(some: Partial<PublishGiven> = {}): PublishGiven {
    return { queue: this.queue, out: this.root, timezone: 'Europe/Berlin', ...some };
  }

  /** All events of a publication; the clock does not move unless `surroundings` replace it. */
  async publish(
    some: Partial<PublishGiven> = {},
    surroundings: ProjectOptions & PublishOptions = {},
  ): Promise<PublishEvent[]> {
    const events: PublishEvent[] = [];
    const now = () => new Date('2026-07-01T10:00:00Z');
    for await (const event of publish(this.settings(some), { root: this.root, now, environment: {}, ...surroundings }))
      events.push(event);
    return events;
  }

  /** Makes the site a git repository that pushes to a bare repository next to it. */
  repository(): void {
    execFileSync('git', ['init', '--quiet', '--bare', join(this.root, '.remote')]);
    this.git('init', '--quiet', '--initial-branch=main');
    for (const [key, value] of [
      ['user.name', 'Ann'],
      ['user.email', 'ann@blog.example'],
      ['commit.gpgsign', 'false'],
    ]) {
      this.git('config', key, value);
    }
    this.write('.gitignore', '/.remote\n.publishing*\n');
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'The beginning');
    this.git('remote', 'add', 'origin', join(this.root, '.remote'));
    this.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  }

  git(...words: string[]): string {
    return execFileSync('git', ['-C', this.root, ...words], { encoding: 'utf8' }).trim();
  }
}

export function only<Type extends PublishEvent['type']>(events: readonly PublishEvent[], type: Type) {
  return events.filter((event): event is Extract<PublishEvent, { type: Type }> => event.type === type);
}
