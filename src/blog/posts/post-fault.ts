import { Fault } from '../../fault.ts';

/** A file that cannot be read as a post. `line` counts from 1 at the top of the file. */
export class PostFault extends Fault {
  override readonly code: string = 'post';

  readonly source: string;
  readonly line: number;
  /** What is wrong, without file and line. */
  readonly reason: string;

  constructor(source: string, line: number, reason: string, options?: { cause?: unknown }) {
    super(`${source}, line ${line}: ${reason}`, options);
    this.source = source;
    this.line = line;
    this.reason = reason;
  }
}
