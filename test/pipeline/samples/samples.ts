import { bloggerSample, bloggerTakeoutSample } from './blogger.ts';
import { ghostSample, mediumSample, substackSample, textBundlesSample, writeAsSample } from './exports.ts';
import { atomSample, jsonFeedSample, rssSample } from './feeds.ts';
import { livejournalSample } from './livejournal.ts';
import { hexoSample, nikolaSample, pelicanSample, zolaSample } from './more-sites.ts';
import { csvSample, htmlPageSample, htmlPagesSample, jsonLinesSample, jsonListSample } from './pages-and-tables.ts';
import type { Sample } from './sample.ts';
import { astroSample, docusaurusSample, eleventySample, gatsbySample, hugoSample, jekyllSample } from './sites.ts';
import { wordpressSample } from './wordpress.ts';

/** A sample for every source in the list, by name. */
export const samples: readonly (readonly [name: string, sample: Sample])[] = [
  ['a Jekyll site', jekyllSample],
  ['a Hugo site', hugoSample],
  ['an Eleventy site', eleventySample],
  ['an Astro site', astroSample],
  ['a Gatsby site', gatsbySample],
  ['a Docusaurus site', docusaurusSample],
  ['a Hexo site', hexoSample],
  ['a Zola site', zolaSample],
  ['a Pelican site', pelicanSample],
  ['a Nikola site', nikolaSample],
  ["WordPress's export file", wordpressSample],
  ['a Blogger backup', bloggerSample],
  ['a Blogger backup from Google Takeout', bloggerTakeoutSample],
  ["LiveJournal's export", livejournalSample],
  ['an RSS feed', rssSample],
  ['an Atom feed', atomSample],
  ['a JSON Feed', jsonFeedSample],
  ["Ghost's export", ghostSample],
  ['a CSV table', csvSample],
  ['JSON Lines', jsonLinesSample],
  ['a JSON list of texts', jsonListSample],
  ['an HTML page', htmlPageSample],
  ['HTML pages', htmlPagesSample],
  ["Medium's export", mediumSample],
  ["Substack's export", substackSample],
  ["Write.as' export", writeAsSample],
  ['text bundles', textBundlesSample],
];
