import { Fault } from '../../fault.ts';

/** A configuration file that does not describe a supported model. */
export class ConfigurationFault extends Fault {
  override readonly code: string = 'configuration';
}
