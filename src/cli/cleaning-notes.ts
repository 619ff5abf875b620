import type { Boilerplate, CleaningEvent, Finding } from '../pipeline/events/reading.ts';
import { firstColumns } from './columns.ts';

/** Items of each kind to show; the rest are counted. */
const mostNamed = 3;
/** Terminal columns. */
const longestShown = 70;

/** Lines about boilerplate and private data in the posts, and what was or can be done about them. */
export function cleaningNotes(event: CleaningEvent): string[] {
  return [...boilerplateNotes(event), ...findingNotes(event), ...linkNotes(event)];
}

function boilerplateNotes({ boilerplate, stripped }: CleaningEvent): string[] {
  if (boilerplate.length === 0) return [];
  const what = boilerplate.length === 1 ? 'One paragraph repeats' : `${boilerplate.length} paragraphs repeat`;
  const done = stripped ? 'removed' : `--strip-boilerplate removes ${boilerplate.length === 1 ? 'it' : 'them'}`;
  return [`${what} from post to post; ${done}:`, ...listed(boilerplate, boilerplateLine)];
}

function boilerplateLine({ text, posts }: Boilerplate): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const shown = firstColumns(line, longestShown);
  return `in ${posts} posts: ${shown === line ? line : `${shown}…`}`;
}

function findingNotes({ findings, redacted }: CleaningEvent): string[] {
  if (findings.length === 0) return [];
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const same = kinds.get(finding.name);
    if (same === undefined) kinds.set(finding.name, [finding]);
    else same.push(finding);
  }
  const done = redacted ? 'masked' : 'a model can repeat it word for word; --redact masks it';
  return [
    `Private data in the posts; ${done}:`,
    ...[...kinds].flatMap(([name, of]) => [
      `  ${name}: ${of.length.toLocaleString('en')}`,
      ...listed(of, findingLine).map((line) => `  ${line}`),
    ]),
  ];
}

function findingLine({ path, line, shown }: Finding): string {
  return `${path}, line ${line}: ${shown}`;
}

function linkNotes({ trackedLinks }: CleaningEvent): string[] {
  if (trackedLinks === 0) return [];
  const links = trackedLinks === 1 ? 'one link' : `${trackedLinks.toLocaleString('en')} links`;
  return [`Removed tracking parameters from ${links}.`];
}

function listed<T>(things: readonly T[], lineOf: (thing: T) => string): string[] {
  const named = things.slice(0, things.length === mostNamed + 1 ? mostNamed + 1 : mostNamed);
  const more = things.length - named.length;
  return [
    ...named.map((thing) => `  ${lineOf(thing)}`),
    ...(more === 0 ? [] : [`  and ${more.toLocaleString('en')} more`]),
  ];
}
