/** The library's entry for Node. */
export { Fault } from './fault.ts';
export { SettingFault } from './pipeline/settings.ts';
