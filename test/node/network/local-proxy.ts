import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ProxiedRequest {
  /** CONNECT opens a tunnel. */
  readonly method: string;
  /** With the port. */
  readonly host: string;
}

/**
 * A proxy for the running test, which fetches http: addresses and opens tunnels. It takes hosts, such as
 * 'blog.example:80', to be at other addresses, and answers 403 for any other host.
 */
export async function localProxy(hosts: Readonly<Record<string, string>>) {
  const requests: ProxiedRequest[] = [];
  const server = createServer((incoming, response) => {
    const { protocol, hostname, port, pathname, search } = new URL(incoming.url!);
    const host = `${hostname}:${port || '80'}`;
    requests.push({ method: incoming.method!, host });
    if (protocol !== 'http:' || hosts[host] === undefined) return void response.writeHead(403).end('not allowed');
    const { method, headers } = incoming;
    const outgoing = httpRequest(`${hosts[host]}${pathname}${search}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  server.on('connect', ({ url }, socket, head) => {
    requests.push({ method: 'CONNECT', host: url! });
    socket.on('error', () => {});
    if (hosts[url!] === undefined) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const { hostname, port } = new URL(hosts[url!]);
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
