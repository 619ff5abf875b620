import { configFileIn } from '../../node/config/find-config-file.ts';
import { packagePathFrom } from '../../node/files/package-folder.ts';
import { pathIn } from '../../node/files/paths.ts';
import { FileExistsFault } from '../../node/files/write-fault.ts';
import { writeText } from '../../node/files/write-text.ts';
import { listModels } from '../../node/models/list-models.ts';
import { defaultModel } from '../../node/models/model-folder.ts';
import { PACKAGED_MODEL } from '../../node/models/packaged-model.ts';
import { configText } from '../config/config-text.ts';
import { lookAtSite, type SiteLook } from '../doctor/look-at-site.ts';
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

export type InitEvent =
  /** What the folder looks like. */
  | { readonly type: 'looked'; readonly look: SiteLook }
  /** An answer that cannot be taken; the question is asked again. */
  | { readonly type: 'refused'; readonly reason: string }
  /** Nobody answered: no file was written. */
  | { readonly type: 'given-up' }
  | { readonly type: 'config-written'; readonly path: string; readonly look: SiteLook };

export interface InitSurroundings {
  /** By default every proposal is taken. */
  readonly answer?: AskQuestion;
  /** The folder of the site; the current one by default. */
  readonly folder?: string;
  /** Where the person is; the computer's by default. */
  readonly timeZone?: string;
}

/**
 * Looks at the site in a folder, asks what cannot be seen there, and writes tpdne.config with what is different from the
 * defaults. Throws SettingFault, FileExistsFault where the folder has a config file, and WriteFault.
 */
export async function* init(
  given: InitGiven,
  { answer = takeProposal, folder = '.', timeZone = ownTimeZone() }: InitSurroundings = {},
): AsyncGenerator<InitEvent, void, undefined> {
  const { as, overwrite } = checkSettings(initSettings, given);
  const path = pathIn(folder, `tpdne.config.${as}`);
  await refuseOther(folder, path, overwrite);
  const look = await lookAtSite(folder);
  yield { type: 'looked', look };
  const values: { [Name in Section]: Record<string, unknown> } = {
    site: {},
    formats: {},
    model: {},
    training: {},
    writing: { count: runSettings.count.default },
    publishing: {},
  };
  const models = await modelsToStartFrom(folder);
  for (const question of questionsAbout(look, models)) {
    const value = yield* valueFor(question, answer);
    if (value === null) return yield { type: 'given-up' };
    values[question.section][question.name] = value;
  }
  // The model that is taken by itself may be a better one tomorrow, when one was downloaded.
  if (values.model.model_name === models[0]) values.model = {};
  // The kind of the site was seen in this folder, and is that of no other.
  const isThisSite = look.source !== null && String(values.site.posts) === look.posts;
  if (isThisSite) values.site = { ...values.site, site: look.source!.id };
  values.publishing = publishingOf(values.site.out, values.publishing.every, timeZone);
  const schema = as === 'json' ? await packagePathFrom(folder, 'dist/config.schema.json') : null;
  await writeText(path, configText(values, as, schema), { overwrite });
  yield { type: 'config-written', path, look };
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

function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A name says little of those that nobody has put into models/. */
function describedModel(name: string): string {
  if (name === PACKAGED_MODEL) return `${name} (small, comes along)`;
  return name === 'nano' ? `${name} (knows nothing yet)` : name;
}

/** The one that would be taken first. */
async function modelsToStartFrom(folder: string): Promise<string[]> {
  const usual = await defaultModel(folder);
  const names = usual === null ? [] : [usual.name];
  for await (const model of listModels(folder)) {
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
    yield { type: 'refused', reason: refusal };
  }
}

/** A second config file of another form would leave it open which one counts. */
async function refuseOther(folder: string, path: string, overwrite: boolean): Promise<void> {
  const there = await configFileIn(folder);
  if (there === null || (there === path && overwrite)) return;
  const advice = there === path ? 'change it by hand, or give --overwrite to replace it.' : 'delete it first.';
  throw new FileExistsFault(`${there} is there already; ${advice}`);
}
