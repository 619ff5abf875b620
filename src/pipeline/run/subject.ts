import { formOpening } from '../../blog/constraints/front-matter-constraints.ts';
import { type FormParts, NO_PARTS } from '../../blog/corpus/form-parts.ts';
import { pointsOfLines, pointsOfOutline } from '../../blog/corpus/outline.ts';
import type { Tokenizer } from '../../engine/tokens/tokenizer.ts';
import { Fault } from '../../fault.ts';
import { describeReadError } from '../../project/describe-read-error.ts';
import type { Files } from '../../project/files.ts';
import { exists } from '../../project/paths.ts';
import { readText } from '../../project/text/read-text.ts';
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
}

export const NO_SUBJECT: Subject = { titles: [], tags: [], points: [] };

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
  const points = [...(await outlinePoints(files, settings)), ...(about === null ? [] : pointsOfLines(about))];
  if (about !== null && pointsOfLines(about).length === 0) {
    throw new SettingFault('about', '`about` has no words; give it the facts that the post is about, one a line.');
  }
  return { titles, tags: (tags ?? []).map((tag) => tag.trim()), points };
}

async function outlinePoints(files: Files, { outline, encoding }: SubjectSettings): Promise<string[]> {
  if (outline === null) return [];
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
  const points = pointsOfOutline(text.replace(/\r\n?/g, '\n'));
  if (points.length > 0) return points;
  throw new SettingFault(
    'outline',
    `\`outline\` ${outline} has no points; write one a line, as headings or list items.`,
  );
}

/** The parts of post number `index` of the series, from 0, that are given. */
export function partsOf({ titles, tags, points }: Subject, index: number): FormParts {
  return { ...NO_PARTS, title: titles[index] ?? null, tags, outline: points };
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
