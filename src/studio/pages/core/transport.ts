/** How the pages reach the studio: over HTTP, or as messages to a worker of the page. */
export interface Transport {
  /** As `fetch`; paths begin with /api. Rejects if the studio cannot be reached, and with the signal's reason. */
  readonly request: (path: string, options: RequestInit) => Promise<Response>;
  /** The news of jobs, each as JSON; they begin with all jobs, again whenever they were lost. */
  readonly listen: (listener: NewsListener) => void;
  /** Where the project is: in a folder of this computer, or in the private files of this site, in a tab. */
  readonly place: 'folder' | 'tab';
  /** A file of a project in a tab, without a copy of it in memory. Rejects where the project is a folder. */
  readonly storedFile: (path: string) => Promise<Blob>;
  /** What to do if the studio does not answer, in a sentence. */
  readonly remedy: string;
}

export interface NewsListener {
  readonly onNews: (json: string) => void;
  readonly onLost: () => void;
}

/** How long a page waits before it asks again for news that ended. */
export const RETRY_MS = 2000;

/** Over HTTP, from the server that the pages came from. */
const http: Transport = {
  request: (path, options) => fetch(path, options),
  listen({ onNews, onLost }) {
    const connect = () => {
      const source = new EventSource('/api/events');
      source.onmessage = ({ data }) => onNews(data);
      source.onerror = () => {
        onLost();
        // A refusal ends the connection for good: another studio may answer by now.
        if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MS);
      };
    };
    connect();
  },
  place: 'folder',
  storedFile: async (path) => {
    throw new TypeError(`${path} is a file of this computer.`);
  },
  remedy: 'If it was ended in the terminal, start it again.',
};

let current: Transport = http;

/** The transport of this page. */
export function transport(): Transport {
  return current;
}

/** Reaches the studio in another way; before anything is drawn. */
export function setTransport(other: Transport): void {
  current = other;
}
