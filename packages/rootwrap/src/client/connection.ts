import { connect, type Socket } from 'node:net';
import { Frames, WireProblem } from '../wire/frames.js';
import { challenge, respond } from '../wire/handshake.js';
import { type Json, parseReply } from '../wire/messages.js';
import { DaemonComplaint, OutcomeUnknown, StartFailed } from './errors.js';

const HANDSHAKE_MS = 10_000;
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
    const socket = connect(path);
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

  /**
   * Asks and waits for the answer.
   * @throws DaemonComplaint, OutcomeUnknown; the signal's reason, after which the connection is of no use any more
   */
  async call(
    ident: string | null,
    method: string,
    args: readonly Json[],
    signal?: AbortSignal,
  ): Promise<Json> {
    const aborted = () => this.socket.destroy();
    signal?.addEventListener('abort', aborted);
    try {
      this.frames.write(JSON.stringify([ident, method, args, {}]));
      const body = await this.frames.read(MAX_REPLY);
      signal?.throwIfAborted();
      if (body === undefined) throw new WireProblem('the connection ended');
      const { kind, value } = parseReply(body);
      // a daemon of oslo.rootwrap that dies answers a running call with nothing
      if (kind !== '#RETURN')
        throw new DaemonComplaint(typeof value === 'string' ? value : JSON.stringify(value));
      return value;
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DaemonComplaint) throw error;
      this.close();
      throw new OutcomeUnknown(`${method}: ${messageOf(error)}`);
    } finally {
      signal?.removeEventListener('abort', aborted);
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
