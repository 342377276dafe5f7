import type { Socket } from 'node:net';

const HEADER = 8;

/** The other side broke the protocol, was too slow, or went away. */
export class WireProblem extends Error {}

type Waiting = {
  readonly limit: number;
  readonly resolve: (body: Buffer | undefined) => void;
  readonly reject: (error: Error) => void;
};

/** A stream of messages: each a length, 8 bytes big-endian, and that many bytes. */
export class Frames {
  private readonly socket: Socket;
  private chunks: Buffer[] = [];
  private size = 0;
  private waiting: Waiting | undefined;
  private ended: Error | undefined | 'end';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('end', () => this.finish('end'));
    socket.on('close', () => this.finish('end'));
    socket.on('error', (error) => this.finish(new WireProblem(error.message)));
  }

  /**
   * The next message; undefined when the other side is done. What is not asked for is not read: at most one chunk
   * waits here.
   * @param limit bytes that it may have
   * @param timeoutMs how long to wait for the whole of it; without, for ever
   * @throws WireProblem
   */
  async read(limit: number, timeoutMs?: number): Promise<Buffer | undefined> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Buffer | undefined>((resolve, reject) => {
        this.waiting = { limit, resolve, reject };
        if (timeoutMs !== undefined)
          timer = setTimeout(
            () => reject(new WireProblem(`no whole message came within ${timeoutMs} ms`)),
            timeoutMs,
          );
        this.socket.resume();
        this.deliver();
      });
    } finally {
      clearTimeout(timer);
      this.waiting = undefined;
    }
  }

  /**
   * From now on there is nothing to read, as if the other side were done.
   * @param patienceMs how long the other side may take nothing of what is written to it, before it is left
   */
  stopReading(patienceMs: number): void {
    this.chunks = [];
    this.size = 0;
    this.finish('end');
    this.socket.setTimeout(patienceMs, () => {
      if (this.socket.writableLength > 0) this.socket.destroy();
    });
  }

  /**
   * Sends a message, and waits until the system has taken all of it.
   * @throws WireProblem when it did not: the other side cannot have the whole message then
   */
  write(body: Buffer | string): Promise<void> {
    const bytes = Buffer.from(body);
    const header = Buffer.alloc(HEADER);
    header.writeBigUInt64BE(BigInt(bytes.length));
    return new Promise((resolve, reject) => {
      if (!this.socket.writable) return reject(new WireProblem('the connection has ended'));
      this.socket.write(Buffer.concat([header, bytes]), (error) => {
        if (error) reject(new WireProblem(error.message));
        else resolve();
      });
    });
  }

  /** Whether, as far as is known, the other side still listens. */
  get open(): boolean {
    return this.ended === undefined && this.socket.writable;
  }

  private take(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    this.deliver();
  }

  private finish(how: Error | 'end'): void {
    this.ended ??= how;
    this.deliver();
  }

  private deliver(): void {
    if (this.waiting === undefined) {
      this.socket.pause();
      return;
    }
    const { limit, resolve, reject } = this.waiting;
    const length = this.nextLength();
    if (length !== undefined && length > limit)
      reject(new WireProblem(`a message of ${length} bytes, over ${limit}`));
    else if (length !== undefined && this.size >= HEADER + length) resolve(this.cut(length));
    else if (this.ended === 'end') {
      if (this.size === 0) resolve(undefined);
      else reject(new WireProblem('the connection ended in the middle of a message'));
    } else if (this.ended !== undefined) reject(this.ended);
    else return;
    this.waiting = undefined;
  }

  private nextLength(): number | undefined {
    if (this.size < HEADER) return undefined;
    if ((this.chunks[0]?.length ?? 0) < HEADER) this.chunks = [Buffer.concat(this.chunks)];
    return Number(this.chunks[0]?.readBigUInt64BE() ?? 0n);
  }

  private cut(length: number): Buffer {
    const all = this.chunks.length === 1 ? (this.chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.chunks);
    const rest = all.subarray(HEADER + length);
    this.chunks = rest.length > 0 ? [rest] : [];
    this.size = rest.length;
    return all.subarray(HEADER, HEADER + length);
  }
}
