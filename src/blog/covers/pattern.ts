import type { Dice } from './dice.ts';
import type { Palette } from './palette.ts';
import type { Sheet } from './sheet.ts';

/** A way to fill a sheet. It decides everything by the dice, so the same dice draw the same picture. */
export type Pattern = (sheet: Sheet, palette: Palette, dice: Dice) => void;
