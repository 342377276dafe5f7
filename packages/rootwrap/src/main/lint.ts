import { thisHost } from '../host/host.js';
import { lint } from '../lint/lint.js';
import { EXIT, printable } from '../wrapper/wording.js';

/**
 * `rootwrap --lint CONF`: one line for each finding, file:line first.
 * @returns 0 when there is none but notes, 1 with warnings, 97 when rootwrap would refuse to work
 */
export function lintRules(conf: string): number {
  const findings = lint(conf, thisHost);
  for (const { severity, place, text } of findings) {
    const where = place.line > 0 ? `${place.file}:${place.line}` : place.file;
    process.stdout.write(`${printable(`${where}: ${severity}: ${text}`)}\n`);
  }
  if (findings.some(({ severity }) => severity === 'error')) return EXIT.badConfig;
  return findings.some(({ severity }) => severity === 'warning') ? 1 : 0;
}
