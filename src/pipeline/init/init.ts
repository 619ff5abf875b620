import { FileExistsFault } from '../../project/file-faults.ts';
import type { Files } from '../../project/files.ts';
import { pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { writeText } from '../../project/write-text.ts';
import { configText } from '../config/config-text.ts';
import { configFileIn } from '../config/find-config-file.ts';
import { lookAtSite, type SiteLook } from '../doctor/look-at-site.ts';
import type { InitEvent, SiteFound } from '../events.ts';
import { BUNDLED_MODEL, defaultModel } from '../models/find-model.ts';
import { listModels } from '../models/list-models.ts';
import { type InitGiven, initSettings } from '../settings/init.ts';
import { publishSettings } from '../settings/publish.ts';
import { runSettings } from '../settings/run.ts';
import type { Section } from '../settings/sections.ts';
import { checkSettings, refusalOf, type Setting, valueFromText } from '../settings/settings-table.ts';

/** One question: which key of the config file it is about, and what is proposed. */
export interface Question {
  readonly section: Section;
  readonly name: string;
  readonly setting: Setting;
  readonly text: string;
  readonly proposal: string;
}

/** Asks one; null: nobody answers any more. An empty answer takes the proposal. */
export type AskQuestion = (question: Question) => Promise<string | null>;

/** Nobody is asked. */
export const takeProposal: AskQuestion = async ({ proposal }) => proposal;

export interface InitOptions {
  /** By default every proposal is taken. */
  readonly answer?: AskQuestion;
}

/**
 * Looks at the site in a folder, asks what cannot be seen there, and writes tpdne.config with what is different from the
 * defaults. Throws SettingFault, FileExistsFault where the folder has a config file, and WriteFault.
 */
export async function* init(
  given: InitGiven,
  project: Project,
  { answer = takeProposal }: InitOptions = {},
): AsyncGenerator<InitEvent, void, undefined> {
  const { as, overwrite } = checkSettings(initSettings, given);
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
    writing: { count: runSettings.count.default },
    publishing: {},
  };
  const models = await modelsToStartFrom(project);
  for (const question of questionsAbout(look, models)) {
    const value = yield* valueFor(question, answer);
    if (value === null) return yield { type: 'init-cancelled' };
    values[question.section][question.name] = value;
  }
  // The model that is taken by itself may be a better one tomorrow, when one was downloaded.
  if (values.model.model_name === models[0]) values.model = {};
  // The kind of the site was seen in this folder, and is that of no other.
  const isThisSite = look.source !== null && String(values.site.posts) === look.posts;
  if (isThisSite) values.site = { ...values.site, site: look.source!.id };
  values.publishing = publishingOf(values.site.out, values.publishing.every, machine.timeZone);
  const schema = as === 'json' ? await machine.packagePathFrom(folder, 'dist/config.schema.json') : null;
  await writeText(files, path, configText(values, as, schema), { overwrite });
  yield { type: 'config-written', path, site: siteFound(look) };
}

/** Four at most: what nobody can see in the folder. */
function questionsAbout({ posts, out }: SiteLook, models: readonly string[]): Question[] {
  return [
    {
      section: 'site',
      name: 'posts',
      setting: runSettings.posts,
      text: 'Where are your posts? The folder of a site (. is this one) or of posts, an export, or the address of a feed.',
      proposal: posts ?? 'posts',
    },
    {
      section: 'site',
      name: 'out',
      setting: runSettings.out,
      text: 'Where are new posts to go? Nothing there is overwritten.',
      proposal: out,
    },
    {
      section: 'model',
      name: 'model_name',
      setting: runSettings.model_name,
      text: `Which model is to learn from them? ${models.map(describedModel).join(', ')}.`,
      proposal: models[0],
    },
    {
      section: 'publishing',
      name: 'every',
      setting: publishSettings.every,
      text: 'How often is a post that you approved to go out? once: when you call tpdne publish; or day, weekday, monday …',
      proposal: 'once',
    },
  ];
}

/** The queue is where new posts go; a time of day and a zone are for a schedule. */
function publishingOf(queue: unknown, every: unknown, timezone: string): Record<string, unknown> {
  return { queue, every, ...(every === 'once' ? {} : { at: '09:00' }), timezone };
}

/** A name says little of those that nobody has put into models/. */
function describedModel(name: string): string {
  if (name === BUNDLED_MODEL) return `${name} (small, comes along)`;
  return name === 'nano' ? `${name} (knows nothing yet)` : name;
}

/** The one that would be taken first. */
async function modelsToStartFrom(project: Project): Promise<string[]> {
  const usual = await defaultModel(project);
  const names = usual === null ? [] : [usual.name];
  for await (const model of listModels(project)) {
    if (model.type === 'model' && model.problem === null) names.push(model.name);
  }
  return [...new Set([...names, 'nano'])];
}

/** Null when nobody answers any more. */
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

/** A second config file of another form would leave it open which one counts. */
async function refuseOther(files: Files, folder: string, path: string, overwrite: boolean): Promise<void> {
  const there = await configFileIn(files, folder);
  if (there === null || (there === path && overwrite)) return;
  const advice = there === path ? 'change it by hand, or give --overwrite to replace it.' : 'delete it first.';
  throw new FileExistsFault(`${there} is there already; ${advice}`);
}

function siteFound({ source, posts, files, exposed }: SiteLook): SiteFound {
  return { generator: source === null ? null : { id: source.id, name: source.name }, posts, files, exposed };
}
