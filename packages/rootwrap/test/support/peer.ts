import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export const PEER = '/usr/bin/oslo-rootwrap';
const DRIVER = fileURLToPath(new URL('../../../test/support/peer.py', import.meta.url));

/** What a judge says of a command line, in a form that can be compared. */
export type Verdict =
  | {
      readonly kind: 'permit';
      readonly filter: string;
      readonly command: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly user: string;
    }
  | { readonly kind: 'missing'; readonly filter: string }
  | { readonly kind: 'deny' };
export type PeerVerdict = Verdict | { readonly kind: 'crash'; readonly why: string };
export type PeerReply = { readonly broken: string } | { readonly answers: readonly PeerVerdict[] };

/** Installs Debian's oslo.rootwrap when it can be. @returns why it is not there */
export function peerMissing(): string | undefined {
  if (existsSync(PEER)) return undefined;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return 'oslo-rootwrap is not installed';
  spawnSync('/usr/bin/apt-get', ['install', '-y', 'python3-oslo.rootwrap'], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: 'ignore',
  });
  return existsSync(PEER) ? undefined : 'oslo-rootwrap is not installed, and apt-get does not install it';
}

/** Debian's oslo.rootwrap in a process of its own, which judges and runs nothing. */
export class Peer {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly lines: AsyncIterator<string>;

  /** @param env its whole environment @param cwd the folder that relative paths start from */
  constructor(env: NodeJS.ProcessEnv, cwd: string) {
    this.child = spawn('/usr/bin/python3', [DRIVER], { env, cwd, stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  async ask(conf: string, commands: readonly (readonly string[])[]): Promise<PeerReply> {
    this.child.stdin.write(`${JSON.stringify({ conf, commands })}\n`);
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error('the driver of oslo.rootwrap ended');
    return JSON.parse(value) as PeerReply;
  }

  stop(): void {
    this.child.stdin.end();
    this.child.kill('SIGKILL');
  }
}
