import { expect, test } from 'vitest';
import { exportScreen } from '../../src/cli/export-screen.ts';
import type { Progress } from '../../src/cli/progress.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

test('a long export has a bar, which is removed before the paths are printed', () => {
  const { surroundings, printed, noted } = fakeSurroundings();
  const shown: (Progress | string | null)[] = [];
  const screen = { ...surroundings.screen, progress: (state: Progress | null) => void shown.push(state) };
  const show = exportScreen({ ...screen, print: (text) => void shown.push(text) });
  show({ type: 'writer', name: 'run1/model-900', isNewestRun: true, isBundled: false });
  show({ type: 'exporting', bytesDone: 12_400_000, bytes: 497_759_232 });
  show({ type: 'exporting', bytesDone: 497_759_232, bytes: 497_759_232 });
  show({ type: 'exported', paths: ['mine.gguf', 'Modelfile'] });
  expect(shown).toEqual([
    { done: 12, total: 498, unit: 'MB' },
    { done: 498, total: 498, unit: 'MB' },
    null,
    'mine.gguf',
    'Modelfile',
  ]);
  expect(printed).toEqual([]);
  expect(noted.join('\n')).toContain('run1/model-900');
});
