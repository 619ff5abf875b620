import { withExcluded } from '../../blog/import/sites/jekyll-exclude.ts';
import { byteCount } from '../../project/byte-count.ts';
import { FileExistsFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';
import { isFolder, pathIn, textIfThere } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { untilAborted } from '../../project/until-aborted.ts';
import { writeText } from '../../project/write-text.ts';
import { configText } from '../config/config-text.ts';
import { configFileIn } from '../config/find-config-file.ts';
import { lookAtSite, type SiteLook } from '../doctor/look-at-site.ts';
import type { InitEvent, SiteFound } from '../events/models.ts';
import { BUNDLED_MODEL, defaultModel } from '../models/find-model.ts';
import { listModels } from '../models/list-models.ts';
import { type ModelProposal, proposeModel } from '../models/propose-model.ts';
import { type InitGiven, initSettings } from '../settings/init.ts';
import { publishSettings } from '../settings/publish.ts';
import { runSettings, USUAL_COUNT } from '../settings/run.ts';
import type { Section } from '../settings/sections.ts';
import { checkSettings, refusalOf, type Setting, valueFromText } from '../settings/settings-table.ts';

/** One question: the key of the config file that it sets, and the suggested answer. */
export interface Question {
  readonly section: Section;
  readonly name: string;
  readonly setting: Setting;
  readonly text: string;
  readonly proposal: string;
}

/** Asks a question. An empty answer accepts the suggestion; null cancels. */
export type AskQuestion = (question: Question) => Promise<string | null>;

/** Accepts every suggestion without asking. */
export const takeProposal: AskQuestion = async ({ proposal }) => proposal;

export interface InitOptions {
  /** By default every suggestion is accepted. */
  readonly answer?: AskQuestion;
  /** Asked whether to add these names to `exclude` in Jekyll's configuration; by default only if `exclude` is set. */
  readonly mayExclude?: (names: readonly string[]) => Promise<boolean>;
}

/**
 * Examines the site in a folder, asks what it cannot detect, and writes a config file with the settings that differ from
 * the defaults. Throws SettingFault, WriteFault, and FileExistsFault if the folder already has a config file.
 */
export async function* init(
  given: InitGiven,
  project: Project,
  { answer = takeProposal, ...options }: InitOptions = {},
): AsyncGenerator<InitEvent, void, undefined> {
  const { as, overwrite, exclude: always } = checkSettings(initSettings, given);
  const mayExclude = async (names: readonly string[]) =>
    names.length > 0 && (always || ((await options.mayExclude?.(names)) ?? false));
  const { files, root: folder, machine } = project;
  const path = pathIn(folder, `tpdne.config.${as}`);
  await refuseOther(files, folder, path, overwrite);
  const look = await lookAtSite(files, folder);
  yield { type: 'site-examined', site: siteFound(look) };
  const values: { [Name in Section]: Record<string, unknown> } = {
    site: {},
    formats: {},
    model: {},
    training: {},
    writing: { count: USUAL_COUNT },
    publishing: {},
  };
  const models = await modelsToStartFrom(project);
  const proposal = await proposeModel(project);
  for (const question of questionsAbout(look, models, proposal)) {
    const value = yield* valueFor(question, (asked) => untilAborted(answer(asked), project.signal));
    if (value === null) return yield { type: 'init-cancelled' };
    values[question.section][question.name] = value;
  }
  // The default model is not written, so that a better one is used once it is downloaded.
  if (values.model.model_name === models[0]) values.model = {};
  // The generator was detected in this folder, and may not be right for another.
  const isThisSite = look.source !== null && String(values.site.posts) === look.posts;
  if (isThisSite) values.site = { ...values.site, site: look.source!.id };
  // Without a site here, approved posts go to where the others are.
  const out =
    look.source === null && (await isFolder(files, String(values.site.posts))) ? String(values.site.posts) : null;
  values.publishing = publishingOf(values.site.out, values.publishing.every, machine.timeZone, out);
  const schema = as === 'json' ? schemaPath(await machine.packagePathFrom(folder, 'dist/config.schema.json')) : null;
  project.signal?.throwIfAborted();
  await writeText(files, path, configText(values, as, schema), { overwrite });
  const chosen = String(values.model.model_name ?? '');
  const toDownload = chosen === proposal?.name ? chosen : null;
  const site = siteFound(look);
  const excluded = (await mayExclude(site.exposed)) ? await exclude(files, folder, site.exposed) : null;
  yield { type: 'config-written', path, site, toDownload, excluded };
}

/** A reference to the schema that also holds in another clone; null if the package is not installed in this folder. */
function schemaPath(path: string): string | null {
  return path.startsWith('./') ? path : null;
}

/** Adds names to `exclude` in Jekyll's configuration. Returns its path; null if that could not be done. Throws WriteFault. */
async function exclude(files: Files, folder: string, names: readonly string[]): Promise<string | null> {
  for (const name of ['_config.yml', '_config.yaml']) {
    const path = pathIn(folder, name);
    const text = await textIfThere(files, path);
    const changed = text === null ? null : withExcluded(text, names);
    if (changed === null) continue;
    await writeText(files, path, changed);
    return path;
  }
  return null;
}

/** The questions, at most four, that the folder does not answer. */
function questionsAbout(
  { posts, out }: SiteLook,
  models: readonly string[],
  proposal: ModelProposal | null,
): Question[] {
  const choices = [...models.map(describedModel), ...(proposal === null ? [] : [describedProposal(proposal)])];
  return [
    {
      section: 'site',
      name: 'posts',
      setting: runSettings.posts,
      text: 'Where are your posts? A folder of a site (. is this one) or of posts, an export, or the address of a feed.',
      proposal: posts ?? 'posts',
    },
    {
      section: 'site',
      name: 'out',
      setting: runSettings.out,
      text: 'Where should new posts go? Existing files are never overwritten.',
      proposal: out,
    },
    {
      section: 'model',
      name: 'model_name',
      setting: runSettings.model_name,
      text: `Which model should learn from your posts? ${choices.join(', ')}.`,
      proposal: models[0],
    },
    {
      section: 'publishing',
      name: 'every',
      setting: publishSettings.every,
      text: 'How often should an approved post be published? once (only when you run tpdne publish), day, weekday, monday …',
      proposal: 'once',
    },
  ];
}

/** New posts are the queue for publishing; a time of day is only written for a schedule. */
function publishingOf(queue: unknown, every: unknown, timezone: string, out: string | null): Record<string, unknown> {
  return { queue, ...(out === null ? {} : { out }), every, ...(every === 'once' ? {} : { at: '09:00' }), timezone };
}

/** The name, with an explanation for the models that are not in models/. */
function describedModel(name: string): string {
  if (name === BUNDLED_MODEL) return `${name} (small, bundled)`;
  return name === 'nano' ? `${name} (starts from random weights)` : name;
}

/** The model to download, with what that means. */
function describedProposal({ name, bytes, licence, minutes }: ModelProposal): string {
  const size = bytes === null ? '' : `${byteCount(bytes)}, `;
  const time = `about ${Math.max(1, Math.round(minutes))} min for 40 posts`;
  return `or ${name} (writes better and fits this machine; ${size}${licence}, ${time}; to be downloaded first)`;
}

/** Names of the models to choose from; the default comes first. */
async function modelsToStartFrom(project: Project): Promise<string[]> {
  const usual = await defaultModel(project);
  const names = usual === null ? [] : [usual.name];
  for await (const model of listModels(project)) {
    if (model.type === 'model' && model.problem === null) names.push(model.name);
  }
  return [...new Set([...names, 'nano'])];
}

/** Asks until the answer is valid; null if it was cancelled. */
async function* valueFor(question: Question, answer: AskQuestion): AsyncGenerator<InitEvent, unknown, undefined> {
  const { setting, name, proposal } = question;
  for (;;) {
    const typed = await answer(question);
    if (typed === null) return null;
    const text = typed.trim() === '' ? proposal : typed.trim();
    const value = setting.type === 'list' ? [text] : valueFromText(setting, text);
    const refusal = refusalOf(name, setting, value);
    if (refusal === null) return value;
    yield { type: 'answer-refused', reason: refusal };
  }
}

/** Throws FileExistsFault for an existing config file, also of another type: two would be ambiguous. */
async function refuseOther(files: Files, folder: string, path: string, overwrite: boolean): Promise<void> {
  const there = await configFileIn(files, folder);
  if (there === null || (there === path && overwrite)) return;
  const advice = there === path ? 'edit it, or replace it with --overwrite.' : 'delete it first.';
  throw new FileExistsFault(`${there} already exists; ${advice}`);
}

function siteFound({ source, posts, files, exposed }: SiteLook): SiteFound {
  return { generator: source === null ? null : { id: source.id, name: source.name }, posts, files, exposed };
}
