import { quantizeSetting, writerSettings } from './generate.ts';
import { group, inSection, type SettingsOf } from './settings-table.ts';
import { machineSettings } from './shared.ts';
import { writingSamplingSettings } from './writing.ts';

export const serveSettings = {
  ...writerSettings,
  ...inSection(null, {
    port: {
      type: 'integer',
      min: 0,
      max: 65535,
      default: 8080,
      help: 'Port on 127.0.0.1 to listen on; 0: any that is free.',
    },
    allow_origin: {
      type: 'strings',
      placeholder: 'text',
      default: null,
      absent: 'none',
      help: 'Web pages that may use the server, such as http://localhost:5173; * is every page that you visit.',
    },
  }),
  ...writingSamplingSettings,
  ...group('Machine', quantizeSetting),
  ...machineSettings,
} as const;

export type ServeSettings = SettingsOf<typeof serveSettings>;
export type { ServeGiven } from './given/serve.ts';
