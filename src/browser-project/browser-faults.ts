import { Fault } from '../fault.ts';

/** The browser lacks what a project in it needs. */
export class UnsupportedBrowserFault extends Fault {
  override readonly code: string = 'unsupported-browser';
}
