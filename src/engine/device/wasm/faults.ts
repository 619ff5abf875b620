import { DeviceFault } from '../backend.ts';

/** A thread of the CPU device is gone, and what it computed with it. */
export class ThreadEndedFault extends DeviceFault {
  override readonly code: string = 'thread-ended';
}
