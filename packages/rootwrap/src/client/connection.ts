import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Frames, WireProblem } from '../wire/frames.js';
import { challenge, respond } from '../wire/handshake.js';
import { type Json, parseReply } from '../wire/messages.js';
import { DaemonComplaint, OutcomeUnknown, StartFailed } from './errors.js';

const HANDSHAKE_MS = 10_000;
const QUEUE_MS = 10;
const MAX_REPLY = 512 * 1024 * 1024;

/** One connection to a daemon, which has proved that it has the key, as we have. */
export class Connection {
  private readonly socket: Socket;
  private readonly frames: Frames;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.frames = new Frames(socket);
  }

  /** @throws StartFailed */
  static async open(path: string, key: Buffer): Promise<Connection> {
    const socket = await connectTo(path);
    const connection = new Connection(socket);
    try {
      await respond(connection.frames, key, HANDSHAKE_MS);
      await challenge(connection.frames, key, HANDSHAKE_MS);
      return connection;
    } catch (error) {
      socket.destroy();
      throw new StartFailed(`the daemon at ${path} does not answer: ${messageOf(error)}`);
    }
  }

  /** A connection for the calls of objects. @throws StartFailed */
  static async openForObjects(path: string, key: Buffer): Promise<Connection> {
    const connection = await Connection.open(path, key);
    try {
      await connection.call(null, 'accept_connection', ['client']);
      return connection;
    } catch (error) {
      connection.close();
      throw new StartFailed(`the daemon at ${path} does not take calls: ${messageOf(error)}`);
    }
  }

  /** Whether, as far as is known, the daemon is there still. */
  get usable(): boolean {
    return this.frames.open;
  }

  /**
   * Asks and waits for the answer.
   * @throws StartFailed when the daemon cannot have got the whole request; DaemonComplaint; OutcomeUnknown; the
   * signal's reason, after which the connection is of no use any more
   */
  async call(
    ident: string | null,
    method: string,
    args: readonly Json[],
    signal?: AbortSignal,
  ): Promise<Json> {
    signal?.throwIfAborted();
    const aborted = () => this.socket.destroy();
    signal?.addEventListener('abort', aborted);
    this.socket.ref();
    try {
      return await this.ask(method, JSON.stringify([ident, method, args, {}]));
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', aborted);
    }
  }

  /** Nobody waits for an answer: the process may end. */
  rest(): void {
    this.socket.unref();
  }

  close(): void {
    this.socket.destroy();
  }

  private async ask(method: string, request: string): Promise<Json> {
    try {
      await this.frames.write(request);
    } catch (error) {
      this.close();
      throw new StartFailed(`the daemon did not take the request: ${messageOf(error)}`);
    }
    const { kind, value } = await this.answer(method);
    if (kind === '#RETURN') return value;
    throw new DaemonComplaint(typeof value === 'string' ? value : JSON.stringify(value));
  }

  private async answer(method: string): Promise<{ kind: string; value: Json }> {
    try {
      const body = await this.frames.read(MAX_REPLY);
      if (body === undefined) throw new WireProblem('the connection ended');
      return parseReply(body);
    } catch (error) {
      this.close();
      throw new OutcomeUnknown(`${method}: ${messageOf(error)}`);
    }
  }
}

/** @throws StartFailed */
async function connectTo(path: string): Promise<Socket> {
  const deadline = Date.now() + HANDSHAKE_MS;
  for (;;) {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      // as many wait already as the daemon lets wait: 16 with oslo.rootwrap
      const queueIsFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!queueIsFull || Date.now() > deadline)
        throw new StartFailed(`the daemon at ${path} does not answer: ${messageOf(error)}`);
    }
    await setTimeout(QUEUE_MS);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
