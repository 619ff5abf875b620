import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPost } from '../../../src/blog/posts/read-post.ts';
import { NpzWriter } from '../../../src/engine/tokens/npz.ts';
import { type JudgedEvent, type JudgeEvent, judge, review, run, train } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import type { WrittenPost } from '../../../src/pipeline/events/writing.ts';
import { NoReferenceFault } from '../../../src/pipeline/judge/open-judge.ts';
import { ReaderTextsFault } from '../../../src/pipeline/judge/reader-texts.ts';
import { officialTokenizer } from '../../../src/pipeline/models/tokenizers.ts';
import { judgeDrafts } from '../../../src/pipeline/publish/judge-drafts.ts';
import type { JudgeGiven } from '../../../src/pipeline/settings/judge.ts';
import { folderForAllTests } from '../../temporary-folder.ts';
import { writeReciter } from '../reciter.ts';

const lamp = 'The lamp in the hall knows about the bus, and goes amber when it leaves the depot behind the old mill.';
const tide = 'Nobody thanks the tides, the only public transport that has never been late in this village, so I do.';

const root = folderForAllTests();
let draft: string;
beforeAll(() => {
  mkdirSync(join(root, 'posts'));
  writeFileSync(join(root, 'posts', 'lamp.md'), `---\ntitle: A lamp\n---\n${lamp}\n`);
  writeFileSync(
    join(root, 'posts', 'tide.md'),
    `---\ntitle: Tides\n---\n${tide.replace('tides', '[tides](/tides)')}\n`,
  );
  writeFileSync(join(root, 'posts', 'echo.md'), '---\ntitle: Echo\ngenerated: true\n---\nI am an echo of a draft.\n');
  draft = join(root, 'draft.md');
  writeFileSync(
    draft,
    `---\ntitle: Mine\n---\nNobody thanks the **tides**, the only public transport that\nhas never been late, said the gull.\n`,
  );
});

async function eventsOf(given: Partial<JudgeGiven>): Promise<JudgeEvent[]> {
  const events: JudgeEvent[] = [];
  for await (const event of judge({ files: [draft], threads: 1, ...given }, { root })) events.push(event);
  return events;
}

async function judged(given: Partial<JudgeGiven>): Promise<JudgedEvent> {
  return (await eventsOf(given)).at(-1) as JudgedEvent;
}

const copied = 'Nobody thanks the tides, the only public transport that\nhas never been late';

describe('judge', () => {
  it('finds what a text copies, and from which post', async () => {
    const { references, files } = await judged({ dataset: [join(root, 'posts')], max_copied: 12 });
    const longest = { words: 13, passage: copied.replace('\n', ' '), source: join(root, 'posts', 'tide.md') };
    expect(references).toBe(2);
    expect(files).toMatchObject([{ path: draft, isOver: true, judgement: { shared: { longest }, bitsPerByte: null } }]);
    expect((await judged({ dataset: [join(root, 'posts')], max_copied: 13 })).files[0].isOver).toBe(false);
    expect((await judged({ dataset: [join(root, 'posts')], max_copied: 'any' })).files[0].isOver).toBe(false);
  });

  it('judges by training texts, and names the document', async () => {
    const path = join(root, 'training.txt');
    writeFileSync(path, `A lamp\n\n${lamp}\n<|endoftext|>\nTides\n\n${tide}\n<|endoftext|>\n`);
    const { references, files } = await judged({ dataset: [path] });
    expect(references).toBe(2);
    expect(files[0].judgement.shared.longest).toMatchObject({ words: 13, source: `${path}, document 2, “Tides”` });
  });

  it.each(['a token', 'ordinary tokens'])('judges by token files in which the end mark is %s', async (mark) => {
    const tokenizer = await officialTokenizer(nodeProject());
    const end = mark === 'a token' ? [tokenizer.endMark!] : tokenizer.encode('<|endoftext|>');
    const path = join(root, `${mark.replace(' ', '-')}.npz`);
    const bytes: Uint8Array[] = [];
    const npz = new NpzWriter((part) => void bytes.push(part.slice()));
    const ids = [lamp, `Tides\n\n${tide}`].flatMap((text) => [...tokenizer.encode(text), ...end]);
    await npz.add(Uint16Array.from(ids));
    await npz.finish();
    writeFileSync(path, Buffer.concat(bytes));
    const { references, files } = await judged({ dataset: [path] });
    expect(references).toBe(2);
    expect(files[0].judgement.shared.longest).toMatchObject({ words: 13, source: `${path}, document 2, “Tides”` });
  });

  it('says what is missing', async () => {
    await expect(eventsOf({})).rejects.toThrow(NoReferenceFault);
    await expect(eventsOf({})).rejects.toThrow('There is nothing to judge by: name your posts with --dataset');
  });

  it('judges by what the newest run learned from, and by its models', async () => {
    await writeReciter(join(root, 'models', 'reciter'), `---\ntitle: "P?ss L?mp"\n---\n${'I am a b. '.repeat(8)}`);
    const settings = {
      posts: [join(root, 'posts')],
      out: join(root, 'new'),
      model_name: 'reciter',
      count: 1,
      steps: 2,
    };
    const small = { window: 16, learning_rate: 1e-9, length: 120, threads: 1, repetition_penalty: 1 };
    const written: WrittenPost[] = [];
    for await (const event of run({ ...settings, ...small, max_copied: 'any' }, { root })) {
      if (event.type === 'post-written') written.push(event.post);
    }
    const { references, files } = await judged({});
    expect(references).toBe(2);
    expect(files[0].judgement.shared.longest).toMatchObject({ words: 13, source: join(root, 'posts', 'tide.md') });
    const { before, after } = files[0].judgement.bitsPerByte!;
    expect(after / before).toBeCloseTo(1, 2);
    const [{ path, judgement }] = written;
    const [again] = (await judged({ files: [path] })).files;
    expect(again.judgement).toEqual({ ...judgement, style: again.judgement.style });
    const [byPosts] = (await judged({ files: [path], run: 'run1', dataset: [join(root, 'posts')] })).files;
    expect(byPosts.judgement.score).toBe(judgement.score);
    const project = nodeProject({ root });
    const post = readPost(path, readFileSync(path, 'utf8'));
    const { scores, note } = await judgeDrafts(project, [join(root, 'posts')], { label: 'generated', exclude: null })([
      post,
    ]);
    expect([scores.get(post), note]).toEqual([judgement.score, null]);
    const reviewed: (number | undefined)[] = [];
    for await (const event of review({ queue: join(root, 'new'), threads: 1 }, { root })) {
      if (event.type === 'draft-shown') reviewed.push(event.draft.judgement?.score);
    }
    expect(reviewed).toEqual([judgement.score]);
    const crowded = { ...project, machine: { ...project.machine, availableMemoryBytes: () => 50_000 } };
    const without = await judgeDrafts(crowded, [join(root, 'posts')], { label: 'generated', exclude: null })([post]);
    expect(without.note).toMatch(
      /^Drafts are scored without the models: The model from before the training needs another /,
    );
    // A training that changed nothing makes no text less likely.
    expect(without.scores.get(post)).toBeCloseTo(judgement.score, 2);
    expect((await judged({ dataset: [join(root, 'posts')] })).files[0].judgement.bitsPerByte).toBeNull();
    const both = await judged({ dataset: [join(root, 'posts')], run: 'run1' });
    expect(both.files[0].judgement.bitsPerByte).not.toBeNull();
    const kept = join(root, 'checkpoint', 'run1', 'posts.jsonl');
    writeFileSync(kept, '{"source":"a.md","text":"A."}\n{"source":1}\n');
    await expect(judged({})).rejects.toThrow(ReaderTextsFault);
    await expect(judged({})).rejects.toThrow(`${kept}, line 2: this is not a post`);
    // Runs of earlier versions kept only the training text.
    rmSync(kept);
    const source = expect.stringMatching(/training\.txt, document 2, “Tides”$/);
    expect((await judged({})).files[0].judgement.shared.longest).toMatchObject({ source });
  });

  it('takes all tokens for equally likely before a training from random weights', async () => {
    const shape = { model_name: 'random:nano', n_layer: 1, n_head: 1, n_embd: 4 };
    const short = { steps: 1, window: 16, batch_size: 1, learning_rate: 1e-9, threads: 1 };
    const settings = { dataset: join(root, 'posts'), run_name: 'random', sample_every: 0, val_split: 0, ...short };
    const training = train({ ...shape, ...settings }, { root });
    for (let event = await training.next(); !event.done; event = await training.next());
    const events = await eventsOf({ dataset: [join(root, 'posts')], run: 'random' });
    expect(events.filter(({ type }) => type === 'models-unavailable')).toEqual([]);
    const { before, after } = (events.at(-1) as JudgedEvent).files[0].judgement.bitsPerByte!;
    const body = `${copied.replace('the tides', 'the **tides**')}, said the gull.`;
    const tokens = (await officialTokenizer(nodeProject())).encode(body).length;
    expect(before).toBeCloseTo((Math.log2(50257) * tokens) / body.length, 6);
    // It learned nothing, so its weights give nearly the same result.
    expect(after / before).toBeCloseTo(1, 2);
    expect(after).not.toBe(before);
  });
});
