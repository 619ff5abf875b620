import type { Project } from '../../project/project.ts';

/** Milliseconds between two rounds: short for a person, and long for a processor, as an MPI library that waits takes half a core. */
const PAUSE_MS = 250;

/** What a rank sends and receives while it works. */
export interface Mailbox<Message> {
  /** Takes what is to be sent; what it throws ends the exchange of this rank. */
  outgoing(): readonly Message[];
  /** Gets every message of every rank, its own too, in an order that is the same on all ranks. */
  receive(message: Message, from: number): void;
  /** Whether that was the last round. It must depend on received messages alone, so that all ranks end together. */
  isOver(): boolean;
}

/**
 * Carries messages between all ranks until it is over, round by round; every rank calls it, and works on meanwhile. A message
 * is JSON.
 */
export async function exchange<Message>(
  { ranks, sleep }: Pick<Project, 'ranks' | 'sleep'>,
  mailbox: Mailbox<Message>,
): Promise<void> {
  for (;;) {
    const all = await ranks.gather(JSON.stringify(mailbox.outgoing()));
    for (const [from, text] of all.entries()) {
      for (const message of JSON.parse(text) as Message[]) mailbox.receive(message, from);
    }
    if (mailbox.isOver()) return;
    await sleep(PAUSE_MS);
  }
}
