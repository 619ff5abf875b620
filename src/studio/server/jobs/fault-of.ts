import { Fault } from '../../../fault.ts';
import type { JobFault } from '../../protocol.ts';

/** What a page is told about an error: of a mistake in tpdne, also where it happened. */
export function faultOf(error: unknown): JobFault {
  if (error instanceof Fault) return { code: error.code, message: error.message };
  if (error instanceof Error && 'syscall' in error) return { code: 'system', message: error.message };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message: `This is a mistake in tpdne; please report it: ${message}` };
}
