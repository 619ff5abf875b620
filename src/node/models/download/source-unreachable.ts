import { DownloadFault, SourceUnreachableFault } from '../../../project/download-events.ts';
import { failureReason } from '../../network/failure-reason.ts';
import { NetworkError } from '../../network/network-error.ts';
import { RefusedFault } from '../../network/request-file.ts';

/**
 * The fault for a host on the way to a model that brought no usable answer, or that is not the one that was asked and refuses:
 * a hub sends to hosts of files, which a network may block. Null for any other fault. `host`: a name for it.
 */
export function sourceUnreachable(fault: unknown, name: string, host: string): SourceUnreachableFault | null {
  if (fault instanceof SourceUnreachableFault) return fault;
  const isElsewhere = fault instanceof RefusedFault && fault.isElsewhere;
  const { cause } = fault as Error;
  const failure = isElsewhere ? fault : fault instanceof DownloadFault ? cause : fault;
  if (!(isElsewhere || failure instanceof NetworkError)) return null;
  const reason = isElsewhere ? fault.description : failureReason(failure);
  return new SourceUnreachableFault(name, `${host} cannot be reached (${reason})`, { cause: fault });
}
