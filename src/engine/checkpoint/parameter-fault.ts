import { Fault } from '../../fault.ts';

/** The end of a sentence about a file that is not of the model it is read for. */
export const FOREIGN = 'the file and the configuration belong to different models';

/** A complete weights file, but not of this model. */
export class ParameterFault extends Fault {
  override readonly code: string = 'parameter';
}
