import { ConfigFault } from '../../../pipeline/config/config-fault.ts';
import { type ReadConfig, readConfig } from '../../../pipeline/config/read-config.ts';
import { continueDraft } from '../../../pipeline/continue/continue.ts';
import { configFacts } from '../../../pipeline/doctor/config-facts.ts';
import { doctor } from '../../../pipeline/doctor/doctor.ts';
import { download } from '../../../pipeline/download/download.ts';
import { makeDraft } from '../../../pipeline/draft/draft.ts';
import { evaluate } from '../../../pipeline/evaluate/evaluate.ts';
import { exportModel } from '../../../pipeline/export/export.ts';
import { generate } from '../../../pipeline/generate/generate.ts';
import { importPosts } from '../../../pipeline/import/import.ts';
import { init } from '../../../pipeline/init/init.ts';
import { judge } from '../../../pipeline/judge/judge.ts';
import { models } from '../../../pipeline/models/models.ts';
import { posts } from '../../../pipeline/posts/posts.ts';
import { prepare } from '../../../pipeline/prepare/prepare.ts';
import { publish } from '../../../pipeline/publish/publish.ts';
import { remove } from '../../../pipeline/remove/remove.ts';
import { report } from '../../../pipeline/report/report.ts';
import { approve, hold } from '../../../pipeline/review/change-approval.ts';
import { discard } from '../../../pipeline/review/discard.ts';
import { review } from '../../../pipeline/review/review.ts';
import { run } from '../../../pipeline/run/run.ts';
import { commandSettings } from '../../../pipeline/settings/command-settings.ts';
import type { ReviewGiven } from '../../../pipeline/settings/given/review.ts';
import type { RunGiven } from '../../../pipeline/settings/given/run.ts';
import { checkSettings } from '../../../pipeline/settings/settings-table.ts';
import { show } from '../../../pipeline/show/show.ts';
import { train } from '../../../pipeline/train/train.ts';
import { unpublish } from '../../../pipeline/unpublish/unpublish.ts';
import type { Project } from '../../../project/project.ts';
import type { AnyEvent, JobCommand, JobRequest } from '../../protocol.ts';

/** The work of a job: the events of its command, as the command line has them with `--json`. */
export type Work = AsyncGenerator<{ readonly type: string }, unknown, undefined>;

interface WorkContext {
  readonly project: Project;
  readonly answers: Readonly<Record<string, string>>;
  /** The settings that the config file gives to a command. */
  readonly configOf: (command: string) => Readonly<Record<string, unknown>>;
  readonly config: ReturnType<typeof configFacts>;
}

type Start = (settings: never, context: WorkContext) => Work;

/** How each command begins; what the command line would ask at the terminal was asked on the page. */
const starts: Readonly<Record<JobCommand, Start>> = {
  init: (settings, { project, answers }) =>
    init(settings, project, { answer: async ({ name, proposal }) => answers[name] ?? proposal }),
  doctor: (settings, { project, config }) => doctor(settings, project, { config }),
  run: (settings, { project }) => run(settings, project),
  posts: (settings, { project }) => posts(settings, project),
  import: (settings, { project }) => importPosts(settings, project),
  prepare: (settings, { project }) => prepare(settings, project),
  download: (settings, { project }) => download(settings, project),
  models: (_, { project }) => models(project),
  show: (settings, { project }) => show(settings, project),
  train: (settings, { project }) => train(settings, project),
  evaluate: (settings, { project }) => evaluate(settings, project),
  generate: (settings, { project }) => generate(settings, project),
  draft: (settings, { project }) => makeDraft(settings, project),
  continue: (settings, { project }) => continueDraft(settings, project),
  judge: (settings, { project }) => judge(settings, project),
  report: (settings, { project }) => report(settings, project),
  // Without a run, drafts are judged by the posts that `run` would learn from.
  review: (settings: ReviewGiven, { project, configOf }) =>
    review({ ...settings, posts: settings.posts ?? (configOf('run') as Partial<RunGiven>).posts ?? null }, project),
  approve: (settings, { project }) => approve(settings, project),
  hold: (settings, { project }) => hold(settings, project),
  discard: (settings, { project }) => discard(settings, project),
  publish: (settings, { project, configOf }) => publish(settings, project, { writing: configOf('run') }),
  unpublish: (settings, { project }) => unpublish(settings, project),
  remove: (settings, { project }) => remove(settings, project),
  export: (settings, { project }) => exportModel(settings, project),
};

/** Settings that count if nothing else does, by command. */
export type WorkDefaults = Partial<Readonly<Record<JobCommand, Readonly<Record<string, unknown>>>>>;

/**
 * The work of a request: what was given overrides the config file, as on the command line, and both override `defaults`. Throws ConfigFault and
 * SettingFault, and from the work the faults of the command.
 */
export async function workOf(
  { command, settings, answers = {} }: JobRequest,
  project: Project,
  defaults: WorkDefaults = {},
): Promise<Work> {
  const config = await configFor(command, project);
  const configOf = (name: string) => (config instanceof ConfigFault ? {} : (config?.settingsOf(name) ?? {}));
  const given = checkSettings(commandSettings[command].settings, {
    ...defaults[command],
    ...configOf(command),
    ...settings,
  });
  return starts[command](given as never, { project, answers, configOf, config: configFacts(config) });
}

/** `doctor` reports what is wrong with the config file, and `init` writes it; nothing else works with a broken one. */
async function configFor(command: JobCommand, project: Project): Promise<ReadConfig | ConfigFault | null> {
  try {
    return await readConfig(project, null, '.');
  } catch (fault) {
    if (fault instanceof ConfigFault && (command === 'doctor' || command === 'init')) return fault;
    throw fault;
  }
}

/** The events of work, with its result as the last one, if it returns one. */
export async function* eventsOf(work: Work): AsyncGenerator<AnyEvent, void, undefined> {
  for (;;) {
    const { done, value } = await work.next();
    if (done !== true) yield value as AnyEvent;
    else {
      if (typeof value === 'object' && value !== null) yield { ...value, type: 'result' };
      return;
    }
  }
}
