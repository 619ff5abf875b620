import type { Schedule } from '../../../blog/publishing/schedule.ts';

/** What the files of a timer are made of. */
export interface Timer {
  /** The words behind the program: `publish`, and its settings. */
  readonly words: readonly string[];
  readonly schedule: Schedule;
  /** The program, by its full paths. */
  readonly command: readonly string[];
  /** The package as npx finds it: name@version. */
  readonly packageAt: string;
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** Names of the secrets that the target needs. */
  readonly secrets: readonly string[];
  /** Whether posts go into a folder of the repository, or new drafts are written: what a runner has to bring back. */
  readonly refills: boolean;
  readonly now: Date;
}

/** '09:00' of 540. */
export function timeOf(minuteOfDay: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
}
