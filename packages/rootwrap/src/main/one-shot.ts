import { closeInherited, LaunchFailure, runAttached } from '../launch/launch.js';
import { EXIT, unauthorizedText } from '../wrapper/wording.js';
import {
  judge,
  loadWrapper,
  log,
  refusedFilters,
  SEVERITY,
  toStderr,
  type Wrapper,
} from '../wrapper/wrapper.js';

/**
 * `rootwrap CONF CMD…`: runs a permitted command and waits for it.
 * @returns the exit code
 * @throws ConfigProblem
 */
export async function runOneShot(program: string, conf: string, argv: readonly string[]): Promise<number> {
  closeInherited();
  const wrapper = loadWrapper(program, conf, toStderr);
  const decision = judge(wrapper, argv);
  if (decision.kind === 'deny') {
    const code = refuse(wrapper, unauthorizedText(argv), EXIT.unauthorized);
    for (const text of refusedFilters(wrapper, argv)) wrapper.tell(`${program}: ${text}`);
    return code;
  }
  const { filter } = decision;
  const notFound = `Executable not found: ${filter.exec} (filter match = ${filter.name})`;
  if (decision.kind === 'missing') return refuse(wrapper, notFound, EXIT.noExecutable);
  try {
    const { status } = await runAttached(decision.command, wrapper.config, wrapper.rules.host);
    return status < 0 ? EXIT.signalBase - status : status;
  } catch (error) {
    if (!(error instanceof LaunchFailure)) throw error;
    return refuse(
      wrapper,
      `Cannot run ${filter.exec} (filter match = ${filter.name}): ${error.message}`,
      EXIT.noExecutable,
    );
  }
}

function refuse(wrapper: Wrapper, message: string, code: number): number {
  wrapper.tell(`${wrapper.program}: ${message}`);
  log(wrapper, SEVERITY.error, message);
  return code;
}
