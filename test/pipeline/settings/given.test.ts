import { expect, test } from 'vitest';
import { commandSettings } from '../../../src/pipeline/settings/command-settings.ts';
import type { ApproveGiven } from '../../../src/pipeline/settings/given/approve.ts';
import type { ContinueGiven } from '../../../src/pipeline/settings/given/continue.ts';
import type { DiscardGiven } from '../../../src/pipeline/settings/given/discard.ts';
import type { DoctorGiven } from '../../../src/pipeline/settings/given/doctor.ts';
import type { DownloadGiven } from '../../../src/pipeline/settings/given/download.ts';
import type { DraftGiven } from '../../../src/pipeline/settings/given/draft.ts';
import type { EncodeGiven } from '../../../src/pipeline/settings/given/encode.ts';
import type { EvaluateGiven } from '../../../src/pipeline/settings/given/evaluate.ts';
import type { ExportGiven } from '../../../src/pipeline/settings/given/export.ts';
import type { GenerateGiven } from '../../../src/pipeline/settings/given/generate.ts';
import type { HoldGiven } from '../../../src/pipeline/settings/given/hold.ts';
import type { ImportGiven } from '../../../src/pipeline/settings/given/import.ts';
import type { InitGiven } from '../../../src/pipeline/settings/given/init.ts';
import type { InteractiveGiven } from '../../../src/pipeline/settings/given/interactive.ts';
import type { JudgeGiven } from '../../../src/pipeline/settings/given/judge.ts';
import type { PostsGiven } from '../../../src/pipeline/settings/given/posts.ts';
import type { PrepareGiven } from '../../../src/pipeline/settings/given/prepare.ts';
import type { PublishGiven } from '../../../src/pipeline/settings/given/publish.ts';
import type { RemoveGiven } from '../../../src/pipeline/settings/given/remove.ts';
import type { ReportGiven } from '../../../src/pipeline/settings/given/report.ts';
import type { ReviewGiven } from '../../../src/pipeline/settings/given/review.ts';
import type { RunGiven } from '../../../src/pipeline/settings/given/run.ts';
import type { ServeGiven } from '../../../src/pipeline/settings/given/serve.ts';
import type { ShowGiven } from '../../../src/pipeline/settings/given/show.ts';
import type { TrainGiven } from '../../../src/pipeline/settings/given/train.ts';
import type { UnpublishGiven } from '../../../src/pipeline/settings/given/unpublish.ts';
import type { GivenSettings } from '../../../src/pipeline/settings/settings-table.ts';

type Flat<Type> = { [Key in keyof Type]: Type[Key] };
type Identical<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The command whose given settings are this interface: `npm run types` fails unless the two types are identical. */
type Proof<Name extends keyof typeof commandSettings, Interface> =
  Identical<Flat<Interface>, Flat<GivenSettings<(typeof commandSettings)[Name]['settings']>>> extends true
    ? Name
    : ['the interface differs from the table', Interface];

const proofs: {
  [Name in Exclude<keyof typeof commandSettings, 'models' | 'completion' | 'studio'>]: Proof<Name, InterfaceOf[Name]>;
} = {
  init: 'init',
  doctor: 'doctor',
  run: 'run',
  import: 'import',
  posts: 'posts',
  prepare: 'prepare',
  encode: 'encode',
  download: 'download',
  train: 'train',
  evaluate: 'evaluate',
  generate: 'generate',
  draft: 'draft',
  continue: 'continue',
  interactive: 'interactive',
  serve: 'serve',
  judge: 'judge',
  review: 'review',
  approve: 'approve',
  hold: 'hold',
  discard: 'discard',
  publish: 'publish',
  remove: 'remove',
  unpublish: 'unpublish',
  export: 'export',
  report: 'report',
  show: 'show',
};

interface InterfaceOf {
  init: InitGiven;
  doctor: DoctorGiven;
  run: RunGiven;
  import: ImportGiven;
  posts: PostsGiven;
  prepare: PrepareGiven;
  encode: EncodeGiven;
  download: DownloadGiven;
  train: TrainGiven;
  evaluate: EvaluateGiven;
  generate: GenerateGiven;
  draft: DraftGiven;
  continue: ContinueGiven;
  interactive: InteractiveGiven;
  serve: ServeGiven;
  judge: JudgeGiven;
  review: ReviewGiven;
  report: ReportGiven;
  show: ShowGiven;
  approve: ApproveGiven;
  hold: HoldGiven;
  discard: DiscardGiven;
  publish: PublishGiven;
  remove: RemoveGiven;
  unpublish: UnpublishGiven;
  export: ExportGiven;
}

test('every command with settings for the library has an interface that is identical to its table', () => {
  const named = Object.keys(commandSettings).filter((name) => !['models', 'completion', 'studio'].includes(name));
  expect(Object.keys(proofs).sort()).toEqual(named.sort());
});
