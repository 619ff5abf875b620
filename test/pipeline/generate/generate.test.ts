import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type GenerateEvent, generate } from '../../../src/index.ts';
import { NoDraftFault } from '../../../src/pipeline/drafts/choose-texts.ts';
import { NoModelFault } from '../../../src/pipeline/models/find-model.ts';
import type { GenerateGiven } from '../../../src/pipeline/settings/generate.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
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

  it('includes the prompt, or leaves it out', async () => {
    const [whole] = textsIn(await eventsOf({ prompt: 'the cat' }));
    expect(whole.startsWith('the cat')).toBe(true);
    expect(textsIn(await eventsOf({ prompt: 'the cat', include_prompt: false }))).toEqual([whole.slice(7)]);
  });

  it('is as long as the context of the model by default', async () => {
    const events = await eventsOf({ length: undefined, stop_at_end: false });
    expect(events.at(-1)).toMatchObject({ type: 'text-done', tokens: tinyContext, ended: false });
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

  it('needs to know how many to keep, and what to compare with', async () => {
    await expect(eventsOf({ ...judged, nsamples: 0 })).rejects.toThrow(SettingFault);
    await expect(eventsOf({ best_of: 2 })).rejects.toThrow('what tiny learned from is unknown');
  });
});
