import { Fault } from '../../../fault.ts';

/** An adapter that is damaged, of a kind that is not computed here, or of another model. */
export class AdapterFault extends Fault {
  override readonly code: string = 'adapter';
}
