import { atomFeed } from './feeds/atom-feed.ts';
import { bloggerBackup, bloggerTakeout } from './feeds/blogger.ts';
import { jsonFeed } from './feeds/json-feed.ts';
import { rssFeed } from './feeds/rss-feed.ts';
import { ghostExport } from './ghost/ghost.ts';
import { livejournalExport } from './livejournal.ts';
import { mediumExport } from './medium.ts';
import { htmlPage } from './pages/html-page.ts';
import { htmlPages } from './pages/html-pages.ts';
import type { ArchiveSource, DocumentSource, PostSource, SiteFolder, SiteSource } from './post-source.ts';
import { sites } from './sites/sites.ts';
import { substackExport } from './substack.ts';
import { csvTable, jsonLines, jsonList } from './tables/rows.ts';
import { textBundles } from './text-bundles.ts';
import { wordpressExport } from './wordpress/wordpress.ts';
import { writeAsExport } from './write-as.ts';

/**
 * Every source of posts besides Markdown and text files. The first one of its kind that recognises the input reads it,
 * so specific sources come before general ones.
 */
export const postSources: readonly PostSource[] = [
  ...sites,
  wordpressExport,
  bloggerBackup,
  livejournalExport,
  rssFeed,
  atomFeed,
  jsonFeed,
  ghostExport,
  writeAsExport,
  csvTable,
  jsonLines,
  jsonList,
  htmlPage,
  bloggerTakeout,
  substackExport,
  mediumExport,
  textBundles,
  htmlPages,
];

/** The kind of a site whose folder contains these names; null for an unknown one. */
export async function siteIn(folder: SiteFolder, names: ReadonlySet<string>): Promise<SiteSource | null> {
  for (const site of sites) {
    if (site.recognise(names) || (await site.recogniseIn?.(folder, names)) === true) return site;
  }
  return siteWith(names);
}

/** The same by the names alone. */
export function siteWith(names: ReadonlySet<string>): SiteSource | null {
  return sites.find((site) => site.recognise(names)) ?? sites.find((site) => site.mayBe?.(names)) ?? null;
}

/** Chooses by a file's name and the beginning of its text. */
export function documentSource(name: string, head: string): DocumentSource | null {
  const lower = name.toLowerCase();
  const isIt = (source: PostSource): source is DocumentSource =>
    source.kind === 'document' && source.recognise(lower, head);
  return postSources.find(isIt) ?? null;
}

/** Chooses by the paths of the files in an archive. */
export function archiveSource(files: readonly string[]): ArchiveSource | null {
  const isIt = (source: PostSource): source is ArchiveSource => source.kind === 'archive' && source.recognise(files);
  return postSources.find(isIt) ?? null;
}
