import { Fault } from '../../fault.ts';

/** A config file that cannot be used: what is wrong with it, and where. */
export class ConfigFault extends Fault {
  override readonly code: string = 'config';

  readonly path: string;
  /** From 1 on; null where the format does not tell. */
  readonly line: number | null;
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(path: string, line: number | null, reason: string, options?: { cause?: unknown }) {
    super(`${path}${line === null ? '' : `, line ${line}`}: ${reason}`, options);
    this.path = path;
    this.line = line;
    this.reason = reason;
  }
}
