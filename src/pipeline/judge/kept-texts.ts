import type { ReferenceText } from '../../blog/judging/passage-index.ts';
import { GENERATED_LABEL } from '../../blog/posts/post.ts';
import { READER_TEXTS, runPlaces, TRAINING_TEXT } from '../../project/checkpoint-names.ts';
import { exists, pathIn } from '../../project/paths.ts';
import type { Project } from '../../project/project.ts';
import { runNames } from '../models/checkpoints/find-runs.ts';
import { officialTokenizer } from '../models/tokenizers.ts';
import { readReferences } from './read-references.ts';
import { readReaderTexts } from './reader-texts.ts';

/** A post as a reader saw it when a run learned from it. */
export interface KeptText {
  readonly run: string;
  readonly text: string;
}

/**
 * Yields the texts that runs have kept of a post, by the `source` that the judgement of a draft names: its path, or its place in
 * the training text of a run. They are there even if the post is gone. Throws ReaderTextsFault and the faults of
 * `readReferences`.
 */
export async function* keptTexts(project: Project, source: string): AsyncGenerator<KeptText, void, undefined> {
  const { files, root } = project;
  for (const run of await runNames(files, root)) {
    const { checkpoints } = runPlaces(root, run);
    const [posts, training] = [pathIn(checkpoints, READER_TEXTS), pathIn(checkpoints, TRAINING_TEXT)];
    const isInTraining = source.startsWith(`${training}, `);
    if (!(await exists(files, isInTraining ? training : posts))) continue;
    const texts = isInTraining ? trainingTexts(project, training) : readReaderTexts(files, posts);
    for await (const kept of texts) if (kept.source === source) yield { run, text: kept.text };
  }
}

/** The documents of a training text, named as `review` names them. */
async function* trainingTexts(project: Project, path: string): AsyncGenerator<ReferenceText> {
  const tokenizer = await officialTokenizer(project);
  const options = { drafts: true, encoding: 'utf-8', site: 'none', label: GENERATED_LABEL, tokenizer };
  for await (const event of readReferences(project, path, options)) {
    if (event.type === 'reference') yield event.reference;
  }
}
