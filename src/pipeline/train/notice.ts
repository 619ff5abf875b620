import type { NoticeEvent } from '../events/training.ts';

/** A notice. `marked`: its text, with the names of settings in backticks. */
export function notice(marked: string): NoticeEvent {
  const text = marked.replaceAll('`', '');
  return text === marked ? { type: 'notice', text } : { type: 'notice', text, marked };
}
