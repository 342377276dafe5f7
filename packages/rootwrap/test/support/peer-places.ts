import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Programs that are there under `bin`. They print their words, and end with the code that follows `--exit=`. */
export const PROGRAMS = ['alpha', 'beta', 'ls', 'ip', 'nice', 'env', 'chown'] as const;
const SCRIPT = `#!/bin/sh
printf '%s' "\${0##*/}"
printf ' <%s>' "$@"
echo " A=$A B=$B"
echo "stderr of \${0##*/}" >&2
case $1 in --exit=*) exit "\${1#--exit=}" ;; esac
`;

/** Files, links and processes to judge about. Everything is real. */
export class Places {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'rootwrap-differential-')));
  /** By what is particular about them. */
  readonly pids: number[] = [];
  private readonly children: ChildProcess[] = [];

  at(path: string): string {
    return `${this.root}/${path}`;
  }

  static async make(): Promise<Places> {
    const places = new Places();
    chmodSync(places.root, 0o755);
    try {
      places.makePrograms();
      places.makeData();
      await places.startProcesses();
    } catch (error) {
      await places.remove();
      throw error;
    }
    return places;
  }

  private script(path: string, mode = 0o755): void {
    writeFileSync(this.at(path), SCRIPT);
    chmodSync(this.at(path), mode);
  }

  private makePrograms(): void {
    for (const folder of ['bin', 'bin/sub', 'sbin', 'odd', 'elsewhere', 'rules'])
      mkdirSync(this.at(folder), { mode: 0o755 });
    for (const name of PROGRAMS) this.script(`bin/${name}`);
    for (const path of ['bin/sub/tool', 'sbin/alpha', 'sbin/gamma', 'sbin/ip', 'elsewhere/alpha', 'alpha'])
      this.script(path);
    this.script('bin/noexec', 0o644);
    // a folder may be "executed" too, as far as access(2) knows
    for (const path of ['bin/folder', 'odd/alpha', 'odd/ls']) mkdirSync(this.at(path));
    symlinkSync('alpha', this.at('bin/linkprog'));
    symlinkSync('nowhere', this.at('bin/dangling'));
  }

  private makeData(): void {
    for (const folder of ['data', 'data/sub', 'data-evil']) mkdirSync(this.at(folder), { mode: 0o755 });
    for (const file of ['data/file', 'data-evil/file', 'data/sub/file', 'datafile'])
      writeFileSync(this.at(file), `${file}\n`, { mode: 0o644 });
    const links: [string, string][] = [
      ['data/link', 'sub'],
      ['data/out', '/etc'],
      ['data/up', '..'],
      ['data/evil', '../data-evil'],
      ['data/dangling', '/nope/x'],
      ['data/loop', 'loop'],
      ['data/ping', 'pong/x'],
      ['data/pong', 'ping'],
      ['datalink', 'data'],
      ['loop-evil', 'loop-evil/../data'],
      ['data/chain0', 'file'],
    ];
    for (let index = 1; index <= 45; index += 1) links.push([`data/chain${index}`, `chain${index - 1}`]);
    for (const [path, target] of links) symlinkSync(target, this.at(path));
  }

  private async startProcesses(): Promise<void> {
    const { start } = this;
    const napper = this.at('bin/napper');
    await start('bin/napper', napper);
    await start('bin/napper', 'something-else');
    await start('elsewhere/napper', 'napper');
    await start('bin/napper (deleted)', napper);
    await this.startAndDelete('bin/gone', this.at('bin/gone'));
    await this.startAndDelete('bin/gone1', napper);
    await this.startAndDelete('bin/gone2', 'napper');
    await this.startAndDelete('bin/gone3', './bin/napper');
    await this.startAndDelete('bin/gone4', this.at('elsewhere/napper'));
    await this.startAndDelete('bin/gone5', this.at('data/file'));
    await this.startAndDelete('bin/gone6', '');
    await this.startAndDelete('bin/swapped', this.at('bin/swapped'));
    copyFileSync('/bin/sleep', this.at('bin/swapped'));
    this.pids.push(await this.endedPid(), 1, process.pid);
  }

  private readonly start = async (path: string, argv0: string): Promise<void> => {
    if (!existsSync(this.at(path))) copyFileSync('/bin/sleep', this.at(path));
    const child = spawn(this.at(path), ['3600'], { argv0, stdio: 'ignore' });
    await once(child, 'spawn');
    this.children.push(child);
    this.pids.push(child.pid ?? 0);
    // spawn(2) answers before exec(2) is seen in /proc
    while (readlinkSync(`/proc/${child.pid}/exe`) !== this.at(path)) await sleep(5);
  };

  private async startAndDelete(path: string, argv0: string): Promise<void> {
    await this.start(path, argv0);
    unlinkSync(this.at(path));
  }

  private async endedPid(): Promise<number> {
    const child = spawn('/bin/true');
    await once(child, 'exit');
    return child.pid ?? 0;
  }

  async remove(): Promise<void> {
    for (const child of this.children) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.root, { recursive: true, force: true });
  }
}
