import { chatTemplateIn } from '../../engine/checkpoint/chat-template.ts';
import { FolderFiles } from '../../project/folder-files.ts';
import type { Project } from '../../project/project.ts';
import type { RequestOutcome } from '../../serve/completions-app.ts';
import type { ServeEvent, ServeRequestEvent } from '../events/writing.ts';
import { findWriter, openFolder } from '../models/open-writer.ts';
import { type ServeGiven, serveSettings } from '../settings/serve.ts';
import { checkSettings } from '../settings/settings-table.ts';
import { EventQueue } from './event-queue.ts';

/** A server that answers requests until the signal is aborted. */
export type Listen = (server: {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly port: number;
  readonly signal: AbortSignal;
}) => Promise<{
  readonly port: number;
  /** Resolves when the server has ended. */
  readonly closed: Promise<void>;
}>;

export interface ServeOptions {
  readonly listen: Listen;
}

/**
 * Serves a model through OpenAI's API of completions (`src/serve/`) until the project's signal is aborted, and then ends without
 * an error; texts that are being written end unfinished. Throws SettingFault and the faults of `openWriter` and `listen`.
 */
export async function* serve(
  given: ServeGiven,
  project: Project,
  { listen }: ServeOptions,
): AsyncGenerator<ServeEvent, void, undefined> {
  const settings = checkSettings(serveSettings, given);
  const folder = yield* findWriter(project, settings);
  const writer = yield* openFolder(project, folder, settings);
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(project.signal === undefined ? [] : [project.signal])]);
  try {
    // Only a server needs them, and the library loads faster without.
    const { completionsApp } = await import('../../serve/completions-app.ts');
    const { ModelService } = await import('./model-service.ts');
    const template = await chatTemplateIn(await FolderFiles.at(project.files, folder.path));
    const service = new ModelService(folder.name, template, writer, settings, project);
    const requests = new EventQueue<ServeRequestEvent>();
    const app = completionsApp(service, {
      allowOrigins: settings.allow_origin ?? [],
      now: project.now,
      signal,
      onOutcome: (outcome) => requests.push(eventOf(outcome)),
    });
    const { port, closed } = await listen({ fetch: app.fetch, port: settings.port, signal });
    try {
      yield { type: 'serving', address: `http://127.0.0.1:${port}`, model: folder.name };
      yield* requests.until(signal);
    } finally {
      stop.abort();
      await closed;
      await app.idle();
    }
  } finally {
    await writer.close();
  }
}

function eventOf(outcome: RequestOutcome): ServeRequestEvent {
  const { path } = outcome;
  if (outcome.outcome === 'answered') {
    const { tokens, hungUp } = outcome;
    return { type: 'request-answered', path, tokens, hungUp };
  }
  const { message, status, cause } = outcome.error;
  const details = status >= 500 && cause instanceof Error ? (cause.stack ?? cause.message) : null;
  return { type: 'request-refused', path, status, message, details };
}
