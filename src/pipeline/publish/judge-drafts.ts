import { DraftJudge } from '../../blog/judging/draft-judge.ts';
import type { Post } from '../../blog/posts/post.ts';
import { pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { readCorpus } from '../corpus/read-posts.ts';
import { type BitsPerByteMeter, openMeter } from '../judge/bits-per-byte-meter.ts';
import { findKnownRun } from '../judge/open-judge.ts';
import { newestRun } from '../models/checkpoints/find-runs.ts';

/** The scores of drafts, and why they are without a voice, if they are although there is a run. */
export interface DraftScores {
  readonly scores: ReadonlyMap<Post, number>;
  readonly note: string | null;
}

/** Scores drafts from 0 to 1, higher is better; see `scoreOf`. */
export type ScoreDrafts = (drafts: readonly Post[]) => Promise<DraftScores>;

/**
 * Makes a function that scores drafts as `judge` does: against the posts of a blog, and by the models of the newest run, if
 * there is one. `label` marks posts written by a model.
 */
export function judgeDrafts(project: Project, posts: readonly string[], label: string | null): ScoreDrafts {
  return async (drafts) => {
    const known = label === null ? {} : { label };
    const documents = await readCorpus(project, posts, { format: 'text', drafts: false, encoding: 'utf-8', ...known });
    const judge = DraftJudge.of(documents.map(({ post }) => post));
    const models = await openModels(project);
    const scores = new Map<Post, number>();
    try {
      for (const post of drafts) {
        const judgement = judge.judge(post);
        const meter = models.meter;
        const { score } = meter === null ? judgement : judge.withBitsPerByte(judgement, await meter.of(post.body));
        scores.set(post, score);
      }
    } finally {
      await models.close();
    }
    return { scores, note: models.note };
  };
}

interface Models {
  readonly meter: BitsPerByteMeter | null;
  readonly note: string | null;
  close(): Promise<void>;
}

async function openModels(project: Project): Promise<Models> {
  const name = await newestRun(project.files, pathIn(project.root, 'checkpoint'));
  const run = name === null ? null : await findKnownRun(project, { run: name, dataset: [] });
  if (run === null) return { meter: null, note: null, close: async () => {} };
  const { device } = await project.devices.open({ device: 'auto', threads: null, precision: 'auto' });
  const close = () => device.close();
  try {
    const opening = openMeter(project, device, run.after);
    let note: string | null = null;
    for (;;) {
      const { value, done } = await opening.next();
      if (done) return { meter: value, note, close };
      note = `Drafts are scored without the models: ${value.reason}`;
    }
  } catch (fault) {
    await close();
    throw fault;
  }
}
