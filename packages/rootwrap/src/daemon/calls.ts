import { randomBytes } from 'node:crypto';
import { LaunchFailure, runCaptured } from '../launch/launch.js';
import { bytesOf, type Json, type ReplyKind, type Request } from '../wire/messages.js';
import { decodeText } from '../wire/text.js';
import { EXIT, printable, unauthorizedText } from '../wrapper/wording.js';
import { judge, log, SEVERITY, type Wrapper } from '../wrapper/wrapper.js';

export type Reply = { readonly kind: ReplyKind; readonly value: Json };

const METHODS = ['run_one_command', 'shutdown'];
const returned = (value: Json): Reply => ({ kind: '#RETURN', value });
const failed = (text: string): Reply => ({ kind: '#TRACEBACK', value: text });

/** What clients ask of the daemon: which objects there are, and what runs. It knows no connection. */
export class Calls {
  /** Resolves `stopped` when a client asks for the end. */
  readonly stopped: Promise<void>;
  private stop: () => void = () => {};
  private readonly references = new Map<string, number>();
  private readonly wrapper: Wrapper;
  private readonly onActivity: (running: number) => void;
  private running = 0;

  /** @param onActivity told how many commands run, each time that it changes */
  constructor(wrapper: Wrapper, onActivity: (running: number) => void) {
    this.wrapper = wrapper;
    this.onActivity = onActivity;
    this.stopped = new Promise((resolve) => {
      this.stop = resolve;
    });
  }

  /** A call of the daemon itself, but for `accept_connection`. */
  ofDaemon({ method, args }: Request): Reply {
    const [first] = args;
    switch (method) {
      case 'dummy':
        return returned(null);
      case 'create':
        return first === 'rootwrap' ? this.create() : failed(`KeyError: ${JSON.stringify(first ?? null)}`);
      case 'incref':
        return this.count(first, 1);
      case 'decref':
        return this.count(first, -1);
      case 'number_of_objects':
        return returned(this.references.size);
      case 'shutdown':
        this.stop();
        return returned(null);
      default:
        return failed(`AssertionError: '${method}' unrecognized`);
    }
  }

  /** A call of an object. */
  async ofObject({ ident, method, args, kwargs }: Request): Promise<Reply> {
    if (ident === undefined || !this.references.has(ident)) return failed(`KeyError: '${ident ?? 'None'}'`);
    if (method === 'shutdown') {
      this.stop();
      return returned(null);
    }
    if (method !== 'run_one_command')
      return failed(`AttributeError: method '${method}' is not in exposed=${JSON.stringify(METHODS)}`);
    const argv = readArgv(args[0] ?? kwargs.userargs);
    const stdin = args[1] ?? kwargs.stdin ?? null;
    const input = stdin === null ? undefined : bytesOf(stdin);
    if (argv === undefined || (stdin !== null && input === undefined))
      return failed(
        'TypeError: run_one_command wants a list of words, and text or bytes or nothing for stdin',
      );
    return this.run(argv, input);
  }

  private create(): Reply {
    const ident = randomBytes(8).toString('hex');
    this.references.set(ident, 1);
    return returned([ident, METHODS]);
  }

  private count(ident: Json | undefined, change: number): Reply {
    const before = typeof ident === 'string' ? this.references.get(ident) : undefined;
    if (typeof ident !== 'string' || before === undefined)
      return failed(`KeyError: ${JSON.stringify(ident ?? null)}`);
    if (before + change > 0) this.references.set(ident, before + change);
    else this.references.delete(ident);
    return returned(null);
  }

  private async run(argv: readonly string[], stdin: Buffer | undefined): Promise<Reply> {
    const { wrapper } = this;
    this.changeRunning(1);
    try {
      const decision = judge(wrapper, argv);
      if (decision.kind === 'deny') {
        log(wrapper, SEVERITY.warning, unauthorizedText(argv));
        return returned([EXIT.unauthorized, '', '']);
      }
      if (decision.kind === 'missing') {
        log(wrapper, SEVERITY.warning, `Executable not found for: ${printable(argv.join(' '))}`);
        return returned([EXIT.noExecutable, '', '']);
      }
      const { status, stdout, stderr } = await runCaptured(
        decision.command,
        wrapper.config,
        wrapper.rules.host,
        stdin,
      );
      return returned([status, decodeText(stdout), decodeText(stderr)]);
    } catch (error) {
      const text = `OSError: ${error instanceof Error ? error.message : error}`;
      // anything else is a fault of ours, or of the machine: too many open files
      if (!(error instanceof LaunchFailure)) log(wrapper, SEVERITY.error, text);
      return failed(text);
    } finally {
      this.changeRunning(-1);
    }
  }

  private changeRunning(change: number): void {
    this.running += change;
    this.onActivity(this.running);
  }
}

/** Words that are not text, or are bytes that are not UTF-8, become what no filter lets through (RW-026). */
function readArgv(value: Json | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const words = (value as readonly Json[]).map((word) => {
    const bytes = typeof word === 'string' ? undefined : bytesOf(word);
    return bytes === undefined ? word : decodeText(bytes);
  });
  return words.every((word) => typeof word === 'string') ? words : undefined;
}
