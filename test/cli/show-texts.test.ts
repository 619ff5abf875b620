import { describe, expect, it } from 'vitest';
import { sampleHeader, showTexts } from '../../src/cli/show-texts.ts';
import type { GenerationEvent } from '../../src/engine/generation/generate-texts.ts';
import { fakeSurroundings } from './fake-surroundings.ts';

const grew = (number: number, added: string): GenerationEvent => ({ type: 'text-grew', number, added, tokens: 1 });
const done = (number: number, text: string): GenerationEvent => {
  return { type: 'text-done', number, text, tokens: text.length, ended: true };
};

function shown(events: readonly GenerationEvent[], batchSize: number, watched: boolean, isOnly = false) {
  const { surroundings, printed, noted } = fakeSurroundings([], { watched });
  const show = showTexts(surroundings.screen, { batchSize, isOnly });
  for (const event of events) show(event);
  return { printed, noted };
}

describe('the header of a text', () => {
  it('is the same as in the 2019 scripts', () => {
    expect(sampleHeader(12)).toBe(
      '======================================== SAMPLE 12 ========================================',
    );
  });
});

describe('texts', () => {
  it('are shown piece by piece on a terminal', () => {
    const events = [grew(1, 'a '), grew(1, 'b'), done(1, 'a b'), done(2, '')];
    expect(shown(events, 1, true).printed).toEqual([sampleHeader(1), 'a ', 'b', '', sampleHeader(2), '']);
  });

  it('are shown when complete otherwise', () => {
    expect(shown([grew(1, 'a '), grew(1, 'b'), done(1, 'a b')], 1, false).printed).toEqual([sampleHeader(1), 'a b']);
  });

  it('have no header without a terminal if there is only one', () => {
    const events = [grew(1, 'a'), done(1, 'a')];
    expect(shown(events, 1, false, true).printed).toEqual(['a']);
    expect(shown(events, 1, true, true).printed).toEqual([sampleHeader(1), 'a', '']);
  });

  it('of a batch are shown when complete, in order', () => {
    const events = [grew(1, 'a'), grew(2, 'b'), done(2, 'b'), grew(1, 'c'), done(1, 'ac'), done(3, 'd')];
    const expected = [sampleHeader(1), 'ac', sampleHeader(2), 'b', sampleHeader(3), 'd'];
    expect(shown(events, 2, true).printed).toEqual(expected);
  });

  it('are preceded by a note if the prompt was too long', () => {
    const { noted } = shown([{ type: 'prompt-cut', tokens: 1200, keptTokens: 1024 }], 1, false);
    expect(noted).toEqual(['The prompt has 1200 tokens; the model only reads the last 1024.']);
  });
});
