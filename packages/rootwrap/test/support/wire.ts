import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Json } from '../../src/wire/messages.js';

/** A message as it travels. Written anew here: the tests must not share a mistake with the source. */
export function frame(body: Buffer | string, announced?: bigint): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(8);
  header.writeBigUInt64BE(announced ?? BigInt(bytes.length));
  return Buffer.concat([header, bytes]);
}

export const md5 = (key: Buffer, text: Buffer) => createHmac('md5', key).update(text).digest();
export const sha256 = (key: Buffer, text: Buffer) => createHmac('sha256', key).update(text).digest();

/** Where a daemon listens. */
export type Address = { readonly path: string; readonly key: Buffer };
export type Answer = readonly [kind: string, value: Json];

/** A client that does exactly what a test tells it, right or wrong. */
export class RawClient {
  readonly socket: Socket;
  private received = Buffer.alloc(0);
  private over = false;
  private wake: () => void = () => {};

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      this.wake();
    });
    this.socket.on('error', () => {});
    this.socket.on('end', () => this.end());
    this.socket.on('close', () => this.end());
  }

  /** Connects and proves that it has the key. */
  static async login({ path, key }: Address): Promise<RawClient> {
    const client = new RawClient(path);
    await client.prove(key);
    client.send(Buffer.concat([Buffer.from('#CHALLENGE#'), Buffer.alloc(20, 'n')]));
    await client.receive();
    client.send('#WELCOME#');
    return client;
  }

  /** Answers the daemon's challenge. @returns its verdict */
  async prove(key: Buffer): Promise<string | undefined> {
    const challenge = await this.receive();
    this.send(md5(key, challenge?.subarray(11) ?? Buffer.alloc(0)));
    return (await this.receive())?.toString();
  }

  send(body: Buffer | string): void {
    this.socket.write(frame(body));
  }

  /** The next message; undefined when the daemon has ended the connection. */
  async receive(): Promise<Buffer | undefined> {
    for (;;) {
      const length = this.received.length < 8 ? Infinity : Number(this.received.readBigUInt64BE());
      if (this.received.length >= 8 + length) {
        const body = this.received.subarray(8, 8 + length);
        this.received = this.received.subarray(8 + length);
        return body;
      }
      if (this.over) return undefined;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  async answer(): Promise<Answer> {
    const body = await this.receive();
    if (body === undefined) throw new Error('the daemon ended the connection');
    return JSON.parse(body.toString());
  }

  /** Sends a request, as text when it is not to be JSON, and waits for the answer. */
  ask(request: Json | Buffer): Promise<Answer> {
    this.send(Buffer.isBuffer(request) ? request : JSON.stringify(request));
    return this.answer();
  }

  close(): void {
    this.socket.destroy();
  }

  private end(): void {
    this.over = true;
    this.wake();
  }
}

/** One call of the daemon itself, on a connection of its own. */
export async function askDaemon(
  daemon: Address,
  method: string,
  args: readonly Json[] = [],
): Promise<Answer> {
  const client = await RawClient.login(daemon);
  try {
    return await client.ask([null, method, args, {}]);
  } finally {
    client.close();
  }
}

export async function createObject(daemon: Address): Promise<string> {
  const [, value] = await askDaemon(daemon, 'create', ['rootwrap']);
  return (value as readonly string[])[0] ?? '';
}

/** A connection that runs commands. */
export class Worker {
  readonly client: RawClient;
  readonly ident: string;

  private constructor(client: RawClient, ident: string) {
    this.client = client;
    this.ident = ident;
  }

  static async open(daemon: Address): Promise<Worker> {
    const ident = await createObject(daemon);
    const client = await RawClient.login(daemon);
    await client.ask([null, 'accept_connection', ['MainProcess'], {}]);
    return new Worker(client, ident);
  }

  ask(method: string, args: readonly Json[], kwargs: Readonly<Record<string, Json>> = {}): Promise<Answer> {
    return this.client.ask([this.ident, method, args, kwargs]);
  }

  /** @returns the whole answer; its value is `[status, stdout, stderr]` */
  run(argv: Json, stdin: Json = null): Promise<Answer> {
    return this.ask('run_one_command', [argv, stdin]);
  }

  async close(): Promise<void> {
    this.client.close();
    if (!this.client.socket.closed) await once(this.client.socket, 'close');
  }
}
