/**
 * The base class of every error that a user can act on. Each fault has its own class next to the code that throws it. Its
 * message says in one or two short sentences what happened, where, what was expected and what to do. cli/ shows only the
 * message of a Fault, but the stack of any other error.
 */
export class Fault extends Error {
  /** Permanent: scripts and tests may rely on it, while messages are free to improve. In kebab-case. */
  readonly code: string = 'fault';

  constructor(message: string, options?: { cause?: unknown }) {
    super(shortened(message).replace(CONTROLS, '\ufffd'), options);
    this.name = new.target.name;
  }
}

/** Control characters, except line breaks and tabs: a name from a file must not control the terminal. */
const CONTROLS = /(?![\n\t])\p{Cc}/gu;

/** A name in a damaged or hostile file may be megabytes long; the beginning and the end of a message matter most. */
const LONGEST_MESSAGE = 2000;

function shortened(message: string): string {
  if (message.length <= LONGEST_MESSAGE) return message;
  return `${message.slice(0, LONGEST_MESSAGE / 2)} … ${message.slice(-LONGEST_MESSAGE / 4)}`;
}

/** A value from a file as JSON, for a message; never throws. */
export function shown(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // JSON.stringify overflows the stack for deep nesting that JSON.parse accepts.
    return 'something nested too deeply';
  }
}
