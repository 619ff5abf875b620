import { Fault } from '../../fault.ts';

/** A config file cannot be used. */
export class ConfigFault extends Fault {
  override readonly code: string = 'config';

  readonly path: string;
  /** From 1; null if it is not known. */
  readonly line: number | null;
  /** What is wrong, without the path and line. */
  readonly reason: string;

  constructor(path: string, line: number | null, reason: string, options?: { cause?: unknown }) {
    super(`${path}${line === null ? '' : `, line ${line}`}: ${reason}`, options);
    this.path = path;
    this.line = line;
    this.reason = reason;
  }
}
