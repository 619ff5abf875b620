import type { Dispatcher, Pool } from 'undici';
import { DownloadFault } from '../../project/download-events.ts';
import { isLoopback } from './loopback.ts';

/** What sends requests, with its connections. */
export interface OpenDispatcher {
  readonly dispatcher: Dispatcher;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Connects through the proxies that HTTPS_PROXY and HTTP_PROXY name, except to the hosts in NO_PROXY and to this computer.
 * Gives up a connection on which nothing arrives for `stallMs`. Throws ProxyFault if a variable is not an address.
 */
export async function openDispatcher(stallMs: number): Promise<OpenDispatcher> {
  // Loaded with the first request: a command that makes none starts sooner.
  const undici = await import('undici');
  const limits = { headersTimeout: stallMs, bodyTimeout: stallMs };
  const pool = (origin: string | URL, options: object) => new undici.Pool(origin, { ...options, ...limits });
  const proxies = refusingBadProxies(
    () =>
      new undici.EnvHttpProxyAgent({
        ...limits,
        connect: { timeout: stallMs },
        // The proxy fetches http: addresses itself: many proxies open tunnels to port 443 only.
        proxyTunnel: false,
        // Connections to the proxy itself have the same limits.
        clientFactory: (origin, options) => withOrdinaryErrors(pool(origin, options)),
        factory: pool,
      }),
  );
  const direct = new undici.Agent({ ...limits, connect: { timeout: stallMs } });
  // To a proxy, localhost is another computer. It must not get the password of a blog on this one.
  const dispatcher = proxies.compose((dispatch) => (options, handler) => {
    const isHere = isLoopback(new URL(String(options.origin)).hostname);
    return isHere ? direct.dispatch(options, handler) : dispatch(options, handler);
  });
  return {
    dispatcher,
    close: async () => {
      await Promise.all([proxies.destroy(), direct.destroy()]);
    },
  };
}

/**
 * A proxy that closes the connection instead of opening a tunnel is an error: undici takes it for an idle connection that
 * ended, and would try again without a pause and without an end.
 */
function withOrdinaryErrors(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;
  const connectOnce = async (options: Dispatcher.ConnectOptions) => {
    try {
      return await connect(options);
    } catch (error) {
      throw (error as { code?: string }).code === 'UND_ERR_SOCKET'
        ? new Error('the proxy closed the connection')
        : error;
    }
  };
  return Object.assign(pool, { connect: connectOnce });
}

/** HTTPS_PROXY or HTTP_PROXY is not the address of a proxy. */
export class ProxyFault extends DownloadFault {
  override readonly code: string = 'proxy';
}

function refusingBadProxies<Agent>(open: () => Agent): Agent {
  try {
    return open();
  } catch (cause) {
    throw new ProxyFault(
      `HTTPS_PROXY or HTTP_PROXY is not the address of a proxy: ${(cause as Error).message}. Set it to an address such as ` +
        'http://proxy.example:8080.',
      { cause },
    );
  }
}
