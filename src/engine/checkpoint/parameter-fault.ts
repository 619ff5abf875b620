import { Fault } from '../../fault.ts';

/** A complete weights file, but not of this model. */
export class ParameterFault extends Fault {
  override readonly code: string = 'parameter';
}
