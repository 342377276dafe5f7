import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { closeInherited, limitOwnFiles } from '../launch/launch.js';
import { Frames, WireProblem } from '../wire/frames.js';
import { challenge, respond } from '../wire/handshake.js';
import { parseRequest, type Request } from '../wire/messages.js';
import { loadWrapper, log, SEVERITY, toStderr, type Wrapper } from '../wrapper/wrapper.js';
import { Calls, type Reply } from './calls.js';
import { type Listener, listen } from './socket.js';

const HANDSHAKE_MS = 10_000;
/** Once it is to end, how long the daemon waits at least for a client that takes nothing of its answer. */
const PATIENCE_MS = 3000;
const MAX_REQUEST = 64 * 1024 * 1024;
const KEY_BYTES = 32;
/** The longest time that a timer can be set to. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * `rootwrap-daemon CONF`: prints the socket's path, a line feed and 32 bytes of key, and serves until it is told to
 * stop, gets a signal, or nothing ran for `daemon_timeout` seconds. Commands that run are waited for.
 * @returns the exit code
 * @throws ConfigProblem
 */
export async function runDaemon(program: string, conf: string): Promise<number> {
  closeInherited();
  const wrapper = loadWrapper(program, conf, toStderr);
  limitOwnFiles(wrapper.config.openFiles);
  const daemon = new Daemon({ ...wrapper, tell: () => {} });
  await daemon.serve();
  return 0;
}

class Daemon {
  private readonly wrapper: Wrapper;
  private readonly key = randomBytes(KEY_BYTES);
  private readonly calls: Calls;
  private readonly connections = new Map<Frames, Promise<void>>();
  private idle: NodeJS.Timeout | undefined;
  private stopping = false;
  private wakeUp: () => void = () => {};

  constructor(wrapper: Wrapper) {
    this.wrapper = wrapper;
    this.calls = new Calls(wrapper, (running) => this.restartIdle(running));
  }

  async serve(): Promise<void> {
    const { config, caller } = this.wrapper;
    const owner = config.legacy.has('RW-023') ? undefined : Math.max(caller.uid, 0);
    // before there is a folder: a signal that comes now must not leave it behind
    const asked = this.askedToStop();
    const listener = await listen(owner, (socket) => this.accept(socket));
    try {
      announce(listener.path, this.key);
      log(this.wrapper, SEVERITY.info, 'Starting rootwrap daemon main loop');
      this.restartIdle(0);
      log(this.wrapper, SEVERITY.info, await asked);
      await this.finish(listener);
    } finally {
      clearTimeout(this.idle);
      listener.remove();
    }
  }

  /** Resolves with the reason. */
  private askedToStop(): Promise<string> {
    return new Promise((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)
        process.on(signal, () => resolve(`Got ${signal}. Shutting down server`));
      // Node's own answer to this one is a debugger that anybody on this machine can reach
      process.on('SIGUSR1', () => {});
      this.wakeUp = () => resolve('Nothing to do. Shutting down server');
      void this.calls.stopped.then(() => resolve('Asked by a client. Shutting down server'));
    });
  }

  /** No new connections or requests; what runs is waited for and answered. */
  private async finish({ server }: Listener): Promise<void> {
    this.stopping = true;
    server.close();
    const busy = [...this.connections.values()];
    for (const frames of this.connections.keys()) frames.stopReading(PATIENCE_MS);
    await Promise.allSettled(busy);
  }

  private restartIdle(running: number): void {
    clearTimeout(this.idle);
    if (running > 0) return;
    const wait = Math.min(Math.max(this.wrapper.config.daemonTimeout, 1) * 1000, MAX_TIMER_MS);
    this.idle = setTimeout(() => this.wakeUp(), wait);
  }

  private accept(socket: Socket): void {
    const frames = new Frames(socket);
    const served = this.serveConnection(frames)
      .catch((error: unknown) => {
        // a fault of our own in serving one must not end the daemon for the others
        const severity = error instanceof WireProblem ? SEVERITY.warning : SEVERITY.error;
        log(this.wrapper, severity, `Connection dropped: ${error instanceof Error ? error.message : error}`);
      })
      .finally(() => {
        socket.end();
        this.connections.delete(frames);
        // what is still unread must not keep us
        setTimeout(() => socket.destroy(), 1000).unref();
      });
    this.connections.set(frames, served);
  }

  /** One request of the daemon; after `accept_connection`, requests of objects until the client goes. */
  private async serveConnection(frames: Frames): Promise<void> {
    await challenge(frames, this.key, HANDSHAKE_MS);
    await respond(frames, this.key, HANDSHAKE_MS);
    const body = await frames.read(MAX_REQUEST, HANDSHAKE_MS);
    if (body === undefined) return;
    const request = readRequest(body);
    if (!('method' in request)) return send(frames, request);
    if (request.ident !== undefined || request.method !== 'accept_connection')
      return send(frames, this.calls.ofDaemon(request));
    await send(frames, { kind: '#RETURN', value: null });
    for (;;) {
      const next = this.stopping ? undefined : await frames.read(MAX_REQUEST);
      if (next === undefined) return;
      const call = readRequest(next);
      await send(frames, 'method' in call ? await this.calls.ofObject(call) : call);
    }
  }
}

function readRequest(body: Buffer): Request | Reply {
  try {
    return parseRequest(body);
  } catch (error) {
    if (!(error instanceof WireProblem)) throw error;
    return { kind: '#TRACEBACK', value: `ValueError: ${error.message}` };
  }
}

function send(frames: Frames, { kind, value }: Reply): Promise<void> {
  return frames.write(JSON.stringify([kind, value]));
}

/** Tells the parent where and with which key, and lets go of its streams: nobody may wait for their end. */
function announce(path: string, key: Buffer): void {
  writeSync(1, Buffer.concat([Buffer.from(`${path}\n`), key]));
  for (const stream of [0, 1, 2]) {
    closeSync(stream);
    // the lowest free number is the one just closed: it must not become a socket
    openSync('/dev/null', 'r+');
  }
}
