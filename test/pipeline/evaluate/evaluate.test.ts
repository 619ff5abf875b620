import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { WindowPass } from '../../../src/engine/models/training-pass.ts';
import { batchOf } from '../../../src/engine/tokens/batch.ts';
import { type EvaluatedEvent, evaluate } from '../../../src/index.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { NoTokensFault } from '../../../src/pipeline/corpus/read-tokens.ts';
import { loadModel } from '../../../src/pipeline/models/load-model.ts';
import type { EvaluateGiven } from '../../../src/pipeline/settings/evaluate.ts';
import { SettingFault } from '../../../src/pipeline/settings/settings-table.ts';
import { referenceDevice } from '../../node/models/tiny-checkpoint.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { writeTinyModels } from '../tiny-models.ts';

let root: string;
beforeEach(async () => {
  root = temporaryFolder();
  await writeTinyModels(root, ['models/tiny']);
});

function textFile(name: string, text: string): string {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
}

async function measured(texts: readonly string[], changes: Partial<EvaluateGiven> = {}): Promise<EvaluatedEvent[]> {
  const events: EvaluatedEvent[] = [];
  for await (const event of evaluate({ texts, model_name: 'tiny', device: 'reference', ...changes }, { root })) {
    if (event.type === 'evaluated') events.push(event);
  }
  return events;
}

describe('evaluate', () => {
  test('predicts every token of a text and its end, the first from an end mark', async () => {
    const { model, tokenizer } = await loadModel(nodeProject(), referenceDevice(), join(root, 'models/tiny'));
    const chunk = Uint16Array.from([tokenizer.endMark!, ...tokenizer.encode('Hello world'), tokenizer.endMark!]);
    const window = batchOf([{ chunk, start: 0, tokens: chunk.length }], model.configuration.shape.context);
    const pass = new WindowPass(model, 1, model.shape.context, 'evaluate');
    const loss = await pass.evaluate(window);

    const [found] = await measured([textFile('a.txt', 'Hello world')]);
    expect(found).toMatchObject({ documents: 1, predictions: chunk.length - 1, bytes: 11 });
    expect(found.loss).toBeCloseTo(loss, 6);
    expect(found.perplexity).toBeCloseTo(Math.exp(loss), 2);
    expect(found.bitsPerByte).toBeCloseTo((loss * (chunk.length - 1)) / Math.LN2 / 11, 6);
  });

  test('measures each text separately, whatever the batch size', async () => {
    const texts = [
      textFile('a.txt', 'One post. '.repeat(9)),
      textFile('b.txt', 'Another one.\n<|endoftext|>\nA third.'),
    ];
    const [a, b] = await measured(texts, { batch_size: 1 });
    expect([a.path, b.path]).toEqual(texts);
    expect([a.documents, b.documents]).toEqual([1, 2]);
    const [a4, b4] = await measured(texts, { batch_size: 4 });
    expect(a4.loss).toBeCloseTo(a.loss, 6);
    expect(b4.loss).toBeCloseTo(b.loss, 6);
  });

  test('predicts each document without the others', async () => {
    const posts = ['The first post. '.repeat(2), 'A second.', 'A third.'];
    const alone = await measured(posts.map((post, i) => textFile(`${i}.txt`, post)));
    const [together] = await measured([textFile('all.txt', posts.join('\n<|endoftext|>\n'))]);
    const losses = alone.map(({ loss, predictions }) => loss * predictions);
    expect(together.documents).toBe(3);
    expect(together.loss * together.predictions).toBeCloseTo(
      losses.reduce((sum, loss) => sum + loss),
      4,
    );
  });

  test('counts no bytes for an end mark', async () => {
    const [found] = await measured([textFile('a.txt', 'Hello\n<|endoftext|>\n')]);
    expect(found).toMatchObject({ predictions: 6, bytes: 5 });
  });

  test('refuses a window beyond the context of the model, and an empty text', async () => {
    await expect(measured([textFile('a.txt', 'Hello')], { window: 17 })).rejects.toThrow(SettingFault);
    await expect(measured([textFile('empty.txt', '')])).rejects.toThrow(NoTokensFault);
  });
});
