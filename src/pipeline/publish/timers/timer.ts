import type { Schedule } from '../../../blog/publishing/schedule.ts';

/** The input from which a scheduler's files are made. */
export interface Timer {
  /** The arguments of the program: `publish` and its settings. */
  readonly words: readonly string[];
  readonly schedule: Schedule;
  /** The program, with full paths. */
  readonly command: readonly string[];
  /** The package for npx: name@version. */
  readonly packageAt: string;
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** Names of the secrets that the target needs. */
  readonly secrets: readonly string[];
  /** Whether new drafts are written, so that a runner has to keep the trained model. */
  readonly refills: boolean;
  readonly now: Date;
}

/** The time of day as text: '09:00' for 540. */
export function timeOf(minuteOfDay: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}
