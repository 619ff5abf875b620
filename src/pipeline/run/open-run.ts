import type { OpenDevice } from '../../project/devices.ts';
import type { Project } from '../../project/project.ts';
import type { RunFolder } from '../models/checkpoints/run-folder.ts';
import type { RunSettings } from '../settings/run.ts';
import type { RunContext } from './resume.ts';
import type { RunCorpus } from './run-corpus.ts';
import type { Subject } from './subject.ts';

/** What the stages of a run share: everything was read, opened and encoded once. */
export interface OpenRun {
  readonly project: Project;
  readonly settings: RunSettings;
  readonly subject: Subject;
  readonly folder: RunFolder;
  readonly context: RunContext;
  readonly corpus: RunCorpus;
  readonly device: OpenDevice;
}
