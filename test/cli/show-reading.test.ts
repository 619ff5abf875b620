import { expect, it } from 'vitest';
import { showReading } from '../../src/cli/show-reading.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

function noted(count: number): string[] {
  const { surroundings, noted } = fakeSurroundings();
  const show = showReading(surroundings.screen);
  for (let i = 1; i <= count; i++) show({ type: 'note', path: 'a.md', note: `note ${i}` });
  return noted;
}

it('shows as many notes as fit on a screen, and says where the rest is', () => {
  expect(noted(10)).toHaveLength(10);
  expect(noted(500)).toEqual([...noted(10), expect.stringContaining('tpdne posts')]);
});
