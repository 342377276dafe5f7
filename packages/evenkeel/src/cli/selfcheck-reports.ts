import { join } from 'node:path';
import { judgeSelfcheck } from '../judge/selfcheck.ts';
import type { Event } from '../model/event.ts';
import { renderSelfcheckJson } from '../report/selfcheck-json.ts';
import { renderSelfcheck } from '../report/selfcheck-text.ts';
import { BadInput } from './bad-input.ts';
import { checksFingerprint } from './checks-fingerprint.ts';
import { type ReportTargets, writeReport } from './reports.ts';

export type SelfcheckFormat = 'text' | 'json';

/** What `run --selfcheck` reads, in the folder of a selfcheck. */
const SELFCHECK = 'selfcheck.json';

/** Judges a selfcheck, writes both reports into its folder, prints one. @returns the exit code; @throws BadInput */
export function writeSelfcheck(
  out: string,
  events: readonly Event[],
  format: SelfcheckFormat,
  targets: ReportTargets = {},
): number {
  if (targets.junit !== undefined) throw BadInput.because('a selfcheck has no JUnit report');
  const started = events.find((event) => event.type === 'run-started');
  const selfcheck = judgeSelfcheck(events);
  const text = renderSelfcheck(events, selfcheck);
  const fingerprint = started === undefined ? '' : checksFingerprint(started.model);
  const json = renderSelfcheckJson(events, selfcheck, fingerprint);
  process.stdout.write(format === 'json' ? json : `\n${text}`);
  writeReport(join(out, 'selfcheck.txt'), text);
  writeReport(join(out, SELFCHECK), json);
  if (targets.json !== undefined) writeReport(targets.json, json);
  return selfcheck.exitCode;
}
