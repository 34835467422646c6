/** A socket before a server's, through which connections can be cut, or stopped as by a network that drops everything. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const NAME = '.s.PGSQL.5432';

export type Proxy = {
  /** Folder of the socket. */
  readonly folder: string;
  /** Nothing passes any more; connections are taken, and never answered. */
  readonly stop: () => void;
  /** Connections that were stopped are gone; new ones pass. */
  readonly go: () => void;
  /** Ends all connections. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

/** A proxy before the PostgreSQL server whose socket is in a folder. */
export async function startProxy(target: string): Promise<Proxy> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'inquest-proxy-'));
  const sockets = new Set<Socket>();
  let isStopped = false;
  const forget = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((socket) => {
    forget(socket);
    if (isStopped) return;
    const behind = connect(path.join(target, NAME));
    forget(behind);
    for (const [from, to] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      from.on('data', (data) => isStopped || to.write(data));
      from.on('close', () => isStopped || to.destroy());
    }
  });
  server.listen(path.join(folder, NAME));
  await once(server, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    folder,
    cut,
    stop: () => {
      isStopped = true;
    },
    go: () => {
      cut();
      isStopped = false;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
