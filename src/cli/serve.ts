import { listenOnLoopback } from '../node/serve/listen.ts';
import type { ServeEvent } from '../pipeline/events/writing.ts';
import { serve } from '../pipeline/serve/serve.ts';
import { serveSettings } from '../pipeline/settings/serve.ts';
import { isDownloadEvent } from '../project/download-events.ts';
import { defineCommand } from './command.ts';
import { counted } from './counted.ts';
import { downloadScreen } from './download-screen.ts';
import type { Screen } from './screen.ts';
import { showWriter } from './show-writer.ts';

export const serveCommand = defineCommand({
  arguments: [],
  settings: serveSettings,
  examples: [
    ['tpdne serve', 'Serves the newest run on http://127.0.0.1:8080/v1.'],
    ['tpdne serve --run mine --checkpoint best --port 0', 'Serves the best checkpoint of a run, on any free port.'],
    ['tpdne serve --allow_origin http://localhost:5173', 'Lets a page of yours use the model too.'],
  ],
  essential: ['run', 'model_name', 'port', 'allow_origin', 'temperature'],
  async run({ settings, screen, project, tap }) {
    const showDownload = downloadScreen(screen);
    for await (const event of tap(serve(settings, project, { listen: listenOnLoopback }))) {
      if (isDownloadEvent(event)) showDownload(event);
      else if (event.type === 'writer' || event.type === 'device') showWriter(event, screen);
      else showServing(event, screen);
    }
  },
});

type ServingEvent = Extract<ServeEvent, { type: 'serving' | `request-${string}` }>;

/** All of it is on standard error: the answers are the result. */
function showServing(event: ServingEvent, screen: Screen): void {
  switch (event.type) {
    case 'serving':
      screen.note(`Serving ${event.model} at ${event.address}/v1 until Ctrl-C; any API key will do. Try it:`);
      for (const line of example(event.address)) screen.note(`  ${line}`);
      break;
    case 'request-answered':
      screen.note(
        `${event.path}: wrote ${counted(event.tokens, 'token')}${event.hungUp ? '; the client hung up' : ''}.`,
      );
      break;
    case 'request-refused':
      screen.note(`${event.path}: ${event.status}, ${event.message}`);
      if (event.details !== null) screen.note(event.details);
      break;
  }
}

/** A command in short lines, which a terminal does not break. */
function example(address: string): string[] {
  const body = JSON.stringify({ prompt: 'The tide clock', max_tokens: 60 });
  return [`curl ${address}/v1/completions \\`, `  -d '${body}'`];
}
