import { ConfigFault } from '../config/config-fault.ts';
import type { ReadConfig } from '../config/read-config.ts';
import type { Examination } from './examination.ts';

/** What `doctor` says of the config file: what it gives to `run` and `publish`, or what is wrong with it. */
export function configFacts(config: ReadConfig | ConfigFault | null): Examination['config'] {
  if (config === null) return null;
  if (config instanceof ConfigFault) return broken(config);
  try {
    const { model_name } = config.settingsOf('run');
    return {
      path: config.path,
      model_name: typeof model_name === 'string' ? model_name : null,
      gives: [...new Set(['run', 'publish'].flatMap((command) => Object.keys(config.settingsOf(command))))],
      problem: null,
    };
  } catch (fault) {
    if (fault instanceof ConfigFault) return broken(fault);
    throw fault;
  }
}

function broken({ path, message }: ConfigFault): Examination['config'] {
  return { path, gives: [], model_name: null, problem: message };
}
