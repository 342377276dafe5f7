import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { commandInWords, commandWords } from '../../model/check.ts';
import type { ProcessFacts } from '../../model/event.ts';
import type { StopRule } from '../../model/upgrade-model.ts';
import {
  type CommandEnd,
  type ProcessHost,
  type ProcessRequest,
  type RunningProcess,
  StartError,
  type StopOutcome,
} from '../../run/ports.ts';
import { childEnvironment } from './child-environment.ts';
import { endLeftBehind, killAll, orphansIn, ownedBy, sendSignal, waitUntil } from './end-tree.ts';
import { OWNER_MARK, RUN_MARK, seeProcess } from './proc.ts';

const MAX_OUTPUT = 64 * 1024;
/** After a command's end, what it printed last may still be in the pipe; grandchildren may hold that open for ever. */
const LAST_OUTPUT_MS = 200;

/** Starts real processes, each in a group of its own. */
export class RealProcessHost implements ProcessHost {
  private readonly groups = new Set<number>();

  /**
   * @param runFolder what the processes of this run are found by, also after our own death
   * @param scratch the folder below which they work
   */
  constructor(
    readonly runFolder: string,
    readonly scratch: string,
  ) {}

  start(request: ProcessRequest): RunningProcess {
    const log = openSync(request.logFile, 'a');
    try {
      const child = this.spawn(request, log);
      return new OwnProcess(child, factsOf(child, request), request.owner, this);
    } finally {
      closeSync(log);
    }
  }

  async run(request: ProcessRequest, timeoutMs: number, signal: AbortSignal): Promise<CommandEnd> {
    const child = this.spawn(request, 'pipe');
    const chunks: Buffer[] = [];
    let size = 0;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_OUTPUT) chunks.push(chunk);
      });
    }
    const exit = await endOfCommand(child, timeoutMs, signal);
    sendSignal(-(child.pid ?? 0), 'SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
    const output = Buffer.concat(chunks).toString('utf8');
    appendFileSync(request.logFile, `$ ${commandInWords(request.command)}\n${output}[exit ${exit}]\n`);
    signal.throwIfAborted();
    return { exit, output };
  }

  async endLeftovers(ownerPrefix: string): Promise<void> {
    await killAll([...ownedBy(this.runFolder, ownerPrefix), ...orphansIn(this.scratch)]);
  }

  /** Kills everything at once, for when there is no time left. */
  killEverything(): void {
    for (const group of this.groups) sendSignal(-group, 'SIGKILL');
    for (const seen of [...ownedBy(this.runFolder, ''), ...orphansIn(this.scratch)])
      sendSignal(seen.pid, 'SIGKILL');
  }

  private spawn(request: ProcessRequest, output: number | 'pipe'): ChildProcess {
    const [file, ...args] = commandWords(request.command);
    if (file === undefined) throw new StartError('the command is empty');
    const marks = { [RUN_MARK]: this.runFolder, [OWNER_MARK]: request.owner };
    const child = spawn(file, args, {
      cwd: request.cwd,
      env: childEnvironment(request.path, { ...request.env, ...marks }),
      detached: true,
      stdio: ['ignore', output, output],
      ...request.user,
    });
    child.on('error', () => undefined);
    const { pid } = child;
    if (pid === undefined)
      throw new StartError(`cannot start ${file} in ${request.cwd}: not found, or not executable`);
    this.groups.add(pid);
    child.once('exit', () => this.groups.delete(pid));
    return child;
  }
}

/** Resolves with the exit code; 128+N on signal N; -1 when it had to be ended. */
async function endOfCommand(child: ChildProcess, timeoutMs: number, signal: AbortSignal): Promise<number> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<number>((resolve) =>
    child.once('exit', (code, killer) => resolve(exitCode(code, killer))),
  );
  const timer = new AbortController();
  const tooLong = delay(timeoutMs, -1, { signal: timer.signal }).catch(() => -1);
  const aborted = new Promise<number>((resolve) =>
    signal.addEventListener('abort', () => resolve(-1), { once: true, signal: timer.signal }),
  );
  const exit = await Promise.race([exited, tooLong, ...(signal.aborted ? [-1] : [aborted])]);
  timer.abort();
  if (exit === -1) sendSignal(-(child.pid ?? 0), 'SIGKILL');
  await Promise.race([closed, delay(LAST_OUTPUT_MS)]);
  return exit;
}

function exitCode(code: number | null, killer: NodeJS.Signals | null): number {
  return code ?? 128 + (killer === null ? 0 : (SIGNAL_NUMBERS[killer] ?? 0));
}

const SIGNAL_NUMBERS: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

class OwnProcess implements RunningProcess {
  readonly end: Promise<void>;
  private how: string | undefined;

  constructor(
    readonly child: ChildProcess,
    readonly facts: ProcessFacts,
    private readonly owner: string,
    private readonly host: RealProcessHost,
  ) {
    this.end = new Promise((resolve) => {
      child.once('exit', (code, killer) => {
        this.how = killer === null ? `exit code ${code}` : `signal ${killer}`;
        resolve();
      });
    });
  }

  ended(): string | undefined {
    return this.how;
  }

  async stop(rule: StopRule, byCommand?: ProcessRequest): Promise<StopOutcome> {
    const group = this.facts.pid;
    const before = this.how;
    if (before === undefined) await this.askToEnd(rule, byCommand);
    const inTime = await waitUntil(() => this.how !== undefined, rule.withinMs);
    if (!inTime) {
      sendSignal(-group, 'SIGKILL');
      await this.end;
    }
    const { runFolder, scratch } = this.host;
    const left = await endLeftBehind({ group, owner: this.owner, runFolder, scratch });
    const how = this.how ?? 'gone';
    if (!inTime)
      return {
        how,
        fault: `did not stop within ${rule.withinMs / 1000} s of ${rule.run === undefined ? rule.signal : 'its stop command'} and was killed`,
      };
    if (left.length > 0)
      return {
        how,
        fault: `left ${left.length === 1 ? 'a process' : 'processes'} behind: ${left.join(', ')}`,
      };
    return { how };
  }

  private async askToEnd(rule: StopRule, byCommand: ProcessRequest | undefined): Promise<void> {
    if (byCommand === undefined) {
      sendSignal(-this.facts.pid, rule.signal);
      return;
    }
    await this.host.run(byCommand, rule.withinMs, new AbortController().signal);
  }
}

function factsOf(child: ChildProcess, request: ProcessRequest): ProcessFacts {
  const pid = child.pid ?? 0;
  const name = request.owner.split('/').at(-1) ?? request.owner;
  return { name, pid, startTime: seeProcess(pid)?.startTime ?? '', command: commandInWords(request.command) };
}
