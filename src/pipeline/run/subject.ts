import { formOpening } from '../../blog/constraints/front-matter-pattern.ts';
import { type GivenParts, NO_PARTS } from '../../blog/corpus/form-parts.ts';
import { headingsOfOutline, pointsOfLines, pointsOfOutline } from '../../blog/corpus/outline.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import { describeReadError } from '../../project/describe-read-error.ts';
import type { Files } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import { readText } from '../../project/text/read-text.ts';
import type { PostDocument } from '../corpus/documents.ts';
import { knowsFrontMatter } from '../drafts/draft-prompt.ts';
import { postsToWrite, type RunSettings } from '../settings/run.ts';
import { SettingFault } from '../settings/settings-table.ts';
import type { RunPlan } from './recipe.ts';

/** What the posts of a series are about. */
export interface Subject {
  /** One for each post; empty if the model writes the titles. */
  readonly titles: readonly string[];
  readonly tags: readonly string[];
  /** The points of each post, from `outline` and `about`. */
  readonly points: readonly string[];
  /** The headings of each post, as lines of Markdown, from `outline`. They are among the points too. */
  readonly headings: readonly string[];
}

export const NO_SUBJECT: Subject = { titles: [], tags: [], points: [], headings: [] };

type SubjectSettings = Pick<RunSettings, 'title' | 'tags' | 'about' | 'outline' | 'count' | 'encoding'>;

/** Reads what the settings say about new posts. Throws SettingFault, and EncodingFault for an outline that is not text. */
export async function readSubject(files: Files, settings: SubjectSettings): Promise<Subject> {
  const { title, tags, about } = settings;
  const titles = (title ?? []).map((text) => text.trim());
  const count = postsToWrite(settings);
  if (titles.length > 0 && titles.length !== count) {
    throw new SettingFault(
      'count',
      `\`count\` is ${count}, but there are ${titles.length} titles, and each post has one: leave it out, or make it ${titles.length}.`,
    );
  }
  const outline = await readOutline(files, settings);
  const points = [...pointsOfOutline(outline), ...(about === null ? [] : pointsOfLines(about))];
  if (about !== null && pointsOfLines(about).length === 0) {
    throw new SettingFault('about', '`about` has no words; give it the facts that the post is about, one a line.');
  }
  return { titles, tags: (tags ?? []).map((tag) => tag.trim()), points, headings: headingsOfOutline(outline) };
}

/** The text of the outline with the line ends of Unix; empty if there is none. */
async function readOutline(files: Files, { outline, encoding }: SubjectSettings): Promise<string> {
  if (outline === null) return '';
  if (!(await exists(files, outline))) {
    throw new SettingFault(
      'outline',
      `\`outline\` ${outline} does not exist; give the path of a file with one point a line.`,
    );
  }
  let text = '';
  try {
    for await (const piece of readText(files, outline, encoding)) text += piece.text;
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new SettingFault('outline', `\`outline\` ${outline} cannot be read: ${describeReadError(error)}`);
  }
  const lines = text.replace(/\r\n?/g, '\n');
  if (pointsOfOutline(lines).length > 0) return lines;
  throw new SettingFault(
    'outline',
    `\`outline\` ${outline} has no points; write one a line, as headings or list items.`,
  );
}

/** The parts of post number `index` of the series, from 0, that are given. */
export function partsOf({ titles, tags, points, headings }: Subject, index: number): GivenParts {
  return { ...NO_PARTS, title: titles[index] ?? null, tags, outline: points, headings };
}

function isNothing({ titles, tags, points }: Subject): boolean {
  return titles.length + tags.length + points.length === 0;
}

/** What can follow a subject: the model, and the form in which it reads posts. */
interface Follower {
  readonly format: RunPlan['format'];
  readonly tokenizer: Pick<Tokenizer, 'encode'>;
  /** Tokens. */
  readonly context: number;
}

/** Throws SettingFault if a model that reads posts in this form cannot be given the subject. */
export function checkFollows(
  subject: Subject,
  settings: SubjectSettings,
  { format, tokenizer, context }: Follower,
): void {
  const name = settings.outline === null ? 'about' : 'outline';
  if (subject.points.length > 0 && format === 'text') {
    throw new SettingFault(
      name,
      `\`${name}\` needs \`format\` markdown: a model that reads posts as plain text never sees the outline of one.`,
    );
  }
  const openings = Array.from({ length: Math.max(1, subject.titles.length) }, (_, i) =>
    formOpening(partsOf(subject, i)),
  );
  const tokens = Math.max(...openings.map((opening) => tokenizer.encode(opening).length));
  if (isNothing(subject) || tokens <= context / 2) return;
  throw new SettingFault(
    subject.points.length > 0 ? name : 'title',
    `Title, tags and points have ${tokens} tokens, and at most ${Math.floor(context / 2)} fit, half of the model's context: give fewer or shorter ones.`,
  );
}

/** Throws SettingFault if the posts cannot teach a model to follow points, since most of them have no title. */
export function checkShowsPoints(
  subject: Subject,
  settings: SubjectSettings,
  documents: readonly PostDocument[],
): void {
  if (subject.points.length === 0 || knowsFrontMatter(documents)) return;
  const name = settings.outline === null ? 'about' : 'outline';
  throw new SettingFault(
    name,
    `\`${name}\` needs posts with titles: most of these ${documents.length} have none, so the model sees them without what they are about.`,
  );
}
