import { describe, expect, it } from 'vitest';
import { habitViolation, titleHabits } from '../../../src/blog/drafts/title-habits.ts';

describe('the habits of titles', () => {
  const usual = titleHabits(['A Doorbell That Judges', '“Dates”, a Lament', '2016 in Numbers']);

  it.each(['A Lamp', '3 °C', '“Quoted”', 'Élan'])('%s could be one of them', (title) => {
    expect(habitViolation(title, usual)).toBeNull();
  });

  it.each(['et: one of them', 'own lane', '…'])('%s begins in the middle', (title) => {
    expect(habitViolation(title, usual)?.reason).toMatch(/middle of a sentence/);
  });

  it.each([
    ['1.1', /has no word/],
    ['3', /has no word/],
    ['A Lamp (And', /does not close/],
    ['A “Lamp', /does not close/],
    ['A Lamp of R["', /does not close/],
  ])('%s is not one of them', (title, reason) => {
    expect(habitViolation(title, usual)?.reason).toMatch(reason);
    const odd = titleHabits(['12" Records', '(Untitled', '404']);
    expect(habitViolation(title, odd)).toBeNull();
  });

  it('allow a title up to twice as long as the longest', () => {
    expect(habitViolation('One two three four five six seven eight', usual)).toBeNull();
    expect(habitViolation('One two three four five six seven eight nine', usual)?.reason).toMatch(/9 words.* has 4/);
  });

  it('require no capital in a blog without capitals, and nothing in a blog without titles', () => {
    expect(habitViolation('small letters', titleHabits(['on ducks', 'on geese', 'On Swans']))).toBeNull();
    expect(habitViolation('any line at all may be the title here', titleHabits([]))).toBeNull();
  });

  it('accept letters without case', () => {
    expect(habitViolation('家の話', titleHabits(['庭の話', '猫の話']))).toBeNull();
  });
});
