import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { VocabularyFault } from '../../../src/engine/tokens/tokenizer.ts';
import { NoVocabularyFault } from '../../../src/engine/tokens/tokenizer-kinds.ts';
import { nodeFiles } from '../../../src/node/files/node-files.ts';
import { nodeProject } from '../../../src/node/project/node-project.ts';
import { folderTokenizer, modelTokenizer, officialTokenizer } from '../../../src/pipeline/models/tokenizers.ts';
import { smallVocabulary } from '../../engine/tokens/bpe/small-vocabulary.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

function modelFolder(files: Record<string, string>): { root: string; models: string; folder: string } {
  const root = temporaryFolder();
  const models = join(root, 'models');
  const folder = join(models, 'mine');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return { root, models, folder };
}

const small = smallVocabulary([['a', 'b']]);

describe('vocabulary files', () => {
  it('of GPT-2 are bundled with the package', async () => {
    const official = await officialTokenizer(nodeProject());
    const { 'encoder.json': encoder, 'vocab.bpe': merges } = official.files();
    expect(official.encode('Hello world')).toEqual([15496, 995]);
    // The encoder.json and vocab.bpe that OpenAI published: a base model with another vocabulary must bring these too.
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(digest(encoder)).toBe('196139668be63f3b5d6574427317ae82f612a97c5d1cdaf36ed2256dbf636783');
    expect(digest(merges)).toBe('1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5');
  });

  it.each([
    ['encoder.json', 'vocab.bpe'],
    ['vocab.json', 'merges.txt'],
  ])('are found as %s and %s', async (encoder, merges) => {
    const { folder } = modelFolder({ [encoder]: small.encoder, [merges]: small.merges });
    expect((await folderTokenizer(nodeFiles, folder)).encode('ab')).toEqual([256]);
  });

  it('must both exist', async () => {
    const { folder } = modelFolder({ 'encoder.json': small.encoder, 'merges.txt': small.merges });
    await expect(folderTokenizer(nodeFiles, folder)).rejects.toThrow(NoVocabularyFault);
    await expect(folderTokenizer(nodeFiles, join(folder, 'missing'))).rejects.toThrow(
      /tokenizer\.json, or encoder\.json and vocab\.bpe, or vocab/,
    );
  });

  it('are named by path when they are invalid', async () => {
    const { folder } = modelFolder({ 'vocab.json': small.encoder, 'merges.txt': 'x' });
    await expect(folderTokenizer(nodeFiles, folder)).rejects.toThrow(VocabularyFault);
    await expect(folderTokenizer(nodeFiles, folder)).rejects.toThrow(join(folder, 'merges.txt'));
  });
});

describe('the vocabulary of a model', () => {
  it('is the one in its folder, even if the folder is named after a size', async () => {
    const { root, models } = modelFolder({ 'encoder.json': small.encoder, 'vocab.bpe': small.merges });
    expect((await modelTokenizer(nodeProject({ root }), 'mine')).files()['encoder.json']).toBe(small.encoder);
    mkdirSync(join(models, '124M'));
    await expect(modelTokenizer(nodeProject({ root }), '124M')).rejects.toThrow(NoVocabularyFault);
  });

  it('is that of GPT-2 for a size without a folder', async () => {
    expect((await modelTokenizer(nodeProject({ root: temporaryFolder() }), 'nano')).vocabularySize).toBe(50257);
  });

  it('is not that of GPT-2 for a model with one of its own that is not here', async () => {
    const missing = modelTokenizer(nodeProject({ root: temporaryFolder() }), 'smollm2-135m');
    await expect(missing).rejects.toThrow(NoVocabularyFault);
  });

  it('is missing for any other name', async () => {
    await expect(modelTokenizer(nodeProject({ root: temporaryFolder() }), '123M')).rejects.toThrow(
      /no model 123M: .* did you mean 124M\?/,
    );
  });
});
