import { emitKeypressEvents, type Key as NodeKey } from 'node:readline';

/** A key by its name (`up`, `down`, `pageup`, `pagedown`, `home`, `end`, `return`, `space`, `escape`), or the character itself. */
export type KeyName = string;

/**
 * A terminal that a command takes over: it draws whole screens, and gets each key as it is pressed. `open` and `close` may
 * be called several times; whatever happens, even if the process exits, the terminal is left as it was.
 */
export interface Terminal {
  readonly columns: number;
  readonly rows: number;
  /** Whether the terminal shows colours, and the person wants them (https://no-color.org). */
  readonly hasColor: boolean;
  open(): void;
  close(): void;
  /** Replaces what is on the screen. */
  draw(lines: readonly string[]): void;
  /** The next key, or `resize`; null when interrupted, and at the end of the input. */
  key(): Promise<KeyName | null>;
}

export interface TerminalOptions {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by signals from outside. */
  readonly signal: AbortSignal;
  /** Called for Ctrl-C, which is only a key while the terminal is open. */
  readonly interrupt: () => void;
}

// Another screen, so that the one before comes back (xterm's private mode 1049).
const ENTER = '\x1b[?1049h';
const LEAVE = '\x1b[?1049l';
const CLEAR = '\x1b[2J\x1b[H';

/** Null if input and output are not a terminal that can do this. */
export function createTerminal(options: TerminalOptions): Terminal | null {
  const { input, output, environment } = options;
  const isAble = input.isTTY === true && output.isTTY === true && typeof input.setRawMode === 'function';
  return isAble && environment.TERM !== 'dumb' ? new RawTerminal(options) : null;
}

class RawTerminal implements Terminal {
  readonly hasColor: boolean;
  readonly #options: TerminalOptions;
  readonly #keys: KeyName[] = [];
  #wake: (() => void) | null = null;
  #isOpen = false;
  #isEnded = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    const { NO_COLOR = '' } = options.environment;
    this.hasColor = NO_COLOR === '';
  }

  get columns(): number {
    return this.#options.output.columns || 80;
  }

  get rows(): number {
    return this.#options.output.rows || 24;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const { input, output, signal } = this.#options;
    emitKeypressEvents(input);
    input.on('keypress', this.#onKey);
    input.on('end', this.#onEnd);
    output.on('resize', this.#onResize);
    signal.addEventListener('abort', this.#onEnd);
    process.on('exit', this.#onExit);
    input.setRawMode(true);
    input.resume();
    output.write(ENTER);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { input, output, signal } = this.#options;
    output.write(LEAVE);
    input.setRawMode(false);
    input.pause();
    input.off('keypress', this.#onKey);
    input.off('end', this.#onEnd);
    output.off('resize', this.#onResize);
    signal.removeEventListener('abort', this.#onEnd);
    process.off('exit', this.#onExit);
  }

  draw(lines: readonly string[]): void {
    this.#options.output.write(CLEAR + lines.join('\r\n'));
  }

  async key(): Promise<KeyName | null> {
    while (this.#keys.length === 0 && !this.#isEnded && !this.#options.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#keys.shift() ?? null;
  }

  #add(key: KeyName): void {
    this.#keys.push(key);
    this.#wake?.();
  }

  readonly #onKey = (text: string | undefined, key: NodeKey): void => {
    if (key.ctrl === true && key.name === 'c') {
      this.#keys.length = 0;
      this.#onEnd();
      this.#options.interrupt();
    } else if (key.ctrl !== true && key.meta !== true) this.#add(nameOf(text, key));
  };

  readonly #onResize = (): void => this.#add('resize');

  readonly #onEnd = (): void => {
    this.#isEnded = true;
    this.#wake?.();
  };

  readonly #onExit = (): void => this.close();
}

/** A letter as typed, so that `D` is not `d`; other keys by their names. */
function nameOf(text: string | undefined, { name }: NodeKey): KeyName {
  if (name !== undefined && name.length > 1) return name;
  return text ?? name ?? '';
}
