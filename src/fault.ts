/**
 * The one base of every error that a person can act on. Each fault has its own class beside the code
 * that throws it; its message is one clear sentence: what, where, what was expected, what to do.
 * cli/ shows a Fault's message alone, anything else with its stack.
 */
export class Fault extends Error {
  /** Permanent: scripts and tests may rely on it, while messages are free to improve. In kebab-case. */
  readonly code: string = 'fault';

  constructor(message: string, options?: { cause?: unknown }) {
    super(shortened(message).replace(CONTROLS, '\ufffd'), options);
    this.name = new.target.name;
  }
}

/** What a terminal acts on: a name in a file must not move the cursor. Line breaks and tabs are text. */
const CONTROLS = /(?![\n\t])\p{Cc}/gu;

/** A name in a damaged or hostile file may have megabytes; what happened and what to do stand at the ends. */
const LONGEST_MESSAGE = 2000;

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  return `${message.slice(0, LONGEST_MESSAGE / 2)} … ${message.slice(-LONGEST_MESSAGE / 4)}`;
}

/** A value out of a file as a message shows it: its JSON, whatever it is. */
export function shown(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // JSON is read however deep its lists lie in each other, but not written.
    return 'something nested too deep';
  }
}
