import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GenerateEvent, generate } from '../../../src/index.ts';
import { NoDraftFault } from '../../../src/pipeline/drafts/choose-texts.ts';
import { NoModelFault } from '../../../src/pipeline/models/find-model.ts';
import type { GenerateGiven } from '../../../src/pipeline/settings/generate.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { UnreadableFault } from '../../../src/project/text/read-text-file.ts';
import { tinyContext } from '../../engine/generation/tiny-model.ts';
import { folderForAllTests } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

const root = folderForAllTests();
beforeAll(async () => {
  await writeTinyModels(root, ['models/tiny', 'checkpoint/run1/model-3', 'checkpoint/run1/model-12']);
});

const settings: GenerateGiven = { model_name: 'tiny', nsamples: 1, length: 8, seed: 1, device: 'reference' };

async function eventsOf(some: GenerateGiven, signal?: AbortSignal): Promise<GenerateEvent[]> {
  const events: GenerateEvent[] = [];
  for await (const event of generate({ ...settings, ...some }, { root, signal })) events.push(event);
  return events;
}

function textsIn(events: readonly GenerateEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'text-done' ? [event.text] : []));
}

describe('generate', () => {
  it('writes the requested number of texts, the same ones for the same seed', async () => {
    const texts = textsIn(await eventsOf({ nsamples: 3 }));
    expect(texts).toHaveLength(3);
    expect(textsIn(await eventsOf({ nsamples: 3, batch_size: 2 })).toSorted()).toEqual(texts.toSorted());
  });

  it('says which model writes by default: the newest checkpoint of the newest run', async () => {
    const events = await eventsOf({ model_name: undefined });
    expect(events[0]).toEqual({ type: 'writer', name: 'run1/model-12', isNewestRun: true, isBundled: false });
    expect((await eventsOf({}))[0]).toEqual({ type: 'writer', name: 'tiny', isNewestRun: false, isBundled: false });
  });

  it('draws a seed and reports it, so that the texts can be reproduced', async () => {
    const drawn = await eventsOf({ seed: undefined });
    const [event] = drawn;
    if (event.type !== 'seed-drawn') throw new Error(`The first event is ${event.type}.`);
    expect(textsIn(await eventsOf({ seed: event.seed }))).toEqual(textsIn(drawn));
  });

  it.each([0, 20])(
    'reports the probability of each token and of %i others, of texts that are the same',
    async (logprobs) => {
      const given = { prompt: 'the cat', nsamples: 2, length: 30, best_of: 1 };
      const events = await eventsOf({ ...given, logprobs });
      expect(textsIn(events)).toEqual(textsIn(await eventsOf(given)));
      for (const done of events) {
        if (done.type !== 'text-done') continue;
        const grew = events.flatMap((event) =>
          event.type === 'text-grew' && event.number === done.number ? [event] : [],
        );
        expect(grew.flatMap((piece) => piece.logprobs!)).toEqual(done.logprobs);
        expect(done.logprobs!.length).toBeGreaterThan(0);
        for (const { start, top } of done.logprobs!) {
          expect(start).toBeGreaterThanOrEqual('the cat'.length);
          expect(top).toHaveLength(logprobs);
        }
      }
    },
  );

  it('takes up to 20 others', async () => {
    for (const logprobs of [-1, 21]) await expect(eventsOf({ logprobs })).rejects.toThrow(SettingFault);
  });

  it('includes the prompt, or leaves it out', async () => {
    const [whole] = textsIn(await eventsOf({ prompt: 'the cat' }));
    expect(whole.startsWith('the cat')).toBe(true);
    expect(textsIn(await eventsOf({ prompt: 'the cat', include_prompt: false }))).toEqual([whole.slice(7)]);
  });

  it('is as long as the context of the model by default', async () => {
    const events = await eventsOf({ length: undefined, stop_at_end: false });
    expect(events.at(-1)).toMatchObject({ type: 'text-done', tokens: tinyContext, ended: false });
  });

  it('draws as run does unless told otherwise: from a nucleus, which top_k replaces', async () => {
    const drawn = async (some: GenerateGiven) => textsIn(await eventsOf({ length: 30, ...some }));
    const usual = await drawn({});
    expect(await drawn({ temperature: 0.8, top_p: 0.9, top_k: 0, dry_multiplier: 0.8 })).toEqual(usual);
    expect(await drawn({ temperature: 1, top_p: 0, dry_multiplier: 0 })).not.toEqual(usual);
    expect(await drawn({ top_k: 2 })).toEqual(await drawn({ top_k: 2, top_p: 0 }));
    expect(await drawn({ top_k: 2, top_p: 0.9 })).toEqual(usual);
  });

  it('continues each of several prompts, given or in files, by texts of their own', async () => {
    const file = join(root, 'prompt.txt');
    await writeFile(file, 'from a file\n');
    const done = (events: readonly GenerateEvent[]) => events.filter((event) => event.type === 'text-done');
    const events = done(await eventsOf({ prompt: ['the cat', ''], prompt_file: [file], nsamples: 2 }));
    expect(events.map(({ number, prompt }) => [number, prompt])).toEqual([
      [1, 'the cat'],
      [2, 'the cat'],
      [3, ''],
      [4, ''],
      [5, 'from a file'],
      [6, 'from a file'],
    ]);
    for (const { text, prompt } of events) expect(text.startsWith(prompt)).toBe(true);
    expect(done(await eventsOf({ prompt: 'the cat', nsamples: 2 }))).toEqual(events.slice(0, 2));
    await expect(eventsOf({ prompt: ['a', 'b'], nsamples: 0 })).rejects.toThrow('Several prompts need nsamples');
    await expect(eventsOf({ prompt_file: [join(root, 'none.txt')] })).rejects.toThrow(UnreadableFault);
  });

  it('ends before a stop string, leaves out banned words, and obeys a bias', async () => {
    const free = { prompt: 'the', length: 60, stop_at_end: false, whole_sentences: false, include_prompt: false };
    const [whole] = textsIn(await eventsOf(free));
    const stop = whole.slice(10, 12);
    expect(textsIn(await eventsOf({ ...free, stop }))).toEqual([whole.slice(0, whole.indexOf(stop))]);
    const [banned] = textsIn(
      await eventsOf({ ...free, logit_bias: 'x=100', dry_multiplier: 0, banned_words: 'thexx' }),
    );
    expect(banned).toMatch(/^x[^x]/);
    const [biased] = textsIn(await eventsOf({ ...free, logit_bias: 'x=100', dry_multiplier: 0 }));
    expect(biased).toBe('x'.repeat(60));
    await expect(eventsOf({ logit_bias: ['nonsense'] })).rejects.toThrow(SettingFault);
  });

  it('writes with the checkpoint that is named', async () => {
    const chosen = { model_name: undefined, run: 'run1' };
    expect((await eventsOf({ ...chosen, checkpoint: 3 }))[0]).toMatchObject({ type: 'writer', name: 'run1/model-3' });
    await expect(eventsOf({ ...chosen, checkpoint: 4 })).rejects.toThrow(
      /no checkpoint 4\. It keeps these: 3, 12 \(latest\)\.$/,
    );
  });

  it('writes texts to files and never overwrites one', async () => {
    const out = join(root, 'out');
    const events = await eventsOf({ nsamples: 2, out });
    await eventsOf({ nsamples: 1, seed: 2, out });
    expect((await readdir(out)).toSorted()).toEqual(['sample-1-2.txt', 'sample-1.txt', 'sample-2.txt']);
    const files = ['sample-1.txt', 'sample-2.txt'].map((name) => readFile(join(out, name), 'utf8'));
    expect(await Promise.all(files)).toEqual(textsIn(events).map((text) => `${text}\n`));
    expect(events.at(-1)).toEqual({ type: 'text-written', number: 2, path: join(out, 'sample-2.txt') });
  });

  it('continues until it is stopped', async () => {
    const stop = new AbortController();
    const texts: string[] = [];
    const writing = async () => {
      for await (const event of generate({ ...settings, nsamples: 0 }, { root, signal: stop.signal })) {
        if (event.type === 'text-done' && texts.push(event.text) === 3) stop.abort();
      }
    };
    await expect(writing()).rejects.toThrow(stop.signal.reason);
    expect(texts).toEqual(textsIn(await eventsOf({ nsamples: 3 })));
  });

  it('refuses invalid settings and unknown models', async () => {
    await expect(eventsOf({ top_p: 2 })).rejects.toThrow(SettingFault);
    await expect(eventsOf({ model_name: 'tyni' })).rejects.toThrow(NoModelFault);
    await expect(eventsOf({ model_name: undefined, run: 'run2' })).rejects.toThrow(NoModelFault);
  });
});

describe('generate, choosing,', () => {
  const judged = { dataset: [''], best_of: 3, nsamples: 2, length: 40, stop_at_end: false };
  beforeAll(async () => {
    judged.dataset = [join(root, 'posts.txt')];
    await writeFile(judged.dataset[0], 'The cat knows the way home, and so does the other cat.');
  });

  it('keeps the best of several texts, whole and renumbered', async () => {
    const all = textsIn(await eventsOf({ nsamples: 6, length: 40, stop_at_end: false }));
    const events = await eventsOf(judged);
    const kept = events.filter((event) => event.type === 'text-done');
    expect(kept.map(({ number }) => number)).toEqual([1, 2]);
    expect(all.slice(0, 3)).toContain(kept[0].text);
    expect(all.slice(3)).toContain(kept[1].text);
    expect(events.some(({ type }) => type === 'text-grew')).toBe(false);
  });

  it('rejects texts that copy too much, and fails if all do', async () => {
    const [text] = textsIn(await eventsOf({ length: 40, stop_at_end: false }));
    const copied = join(root, 'copied.txt');
    await writeFile(copied, text);
    const choosing = { ...judged, dataset: [copied], best_of: 1, nsamples: 1, max_copied: 1 };
    const events = await eventsOf({ ...choosing, max_copied: 'any' });
    expect(textsIn(events)).toEqual([text]);
    const stubborn = eventsOf({ ...choosing, temperature: 0, prompt: text, include_prompt: true, length: 1 });
    await expect(stubborn).rejects.toThrow(NoDraftFault);
    await expect(stubborn).rejects.toThrow(/^The model wrote 20 texts; 0 were kept\. 20 copy more /);
  });

  it('keeps as many after each prompt', async () => {
    const events = await eventsOf({ ...judged, prompt: ['the', 'a'] });
    const kept = events.filter((event) => event.type === 'text-done');
    expect(kept.map(({ number, prompt }) => [number, prompt])).toEqual([
      [1, 'the'],
      [2, 'the'],
      [3, 'a'],
      [4, 'a'],
    ]);
  });

  it('needs to know how many to keep, and what to compare with', async () => {
    await expect(eventsOf({ ...judged, nsamples: 0 })).rejects.toThrow(SettingFault);
    await expect(eventsOf({ best_of: 2 })).rejects.toThrow('what tiny learned from is unknown');
  });
});
