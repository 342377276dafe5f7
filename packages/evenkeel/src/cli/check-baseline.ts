import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { lookAt } from '../drivers/store/look.ts';
import { readLocalFile } from '../drivers/store/release-files.ts';
import type { AcceptedFinding, Baseline } from '../model/baseline.ts';
import type { Finding } from '../model/finding.ts';
import { fingerprintOf, isAboutBaseline } from '../policy/baseline/accept.ts';
import { readBaseline } from '../read/baseline.ts';
import { baselineJson } from '../report/findings-baseline.ts';
import { BadInput } from './bad-input.ts';

export interface BaselineOptions {
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

/** How long a finding is accepted, unless its owner says something else. */
const DAYS = 180;

const dayAfter = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Reads the baseline of a check. @throws BadInput when it cannot be read */
export function loadBaseline({ baseline }: BaselineOptions, folder: string): Baseline | undefined {
  if (baseline === undefined) return undefined;
  if (lookAt(resolve(folder, baseline)) === 'none')
    throw BadInput.because(`there is no baseline ${baseline}: --write-baseline writes one`);
  const file = readLocalFile(baseline, folder);
  if ('why' in file) throw BadInput.because(file.why);
  const read = readBaseline(file.name, file.text);
  if ('issues' in read) throw new BadInput(read.issues);
  return { today: dayAfter(0), accepted: read.accepted };
}

/**
 * Writes a baseline that accepts all that was found; an entry of the old baseline that is still found and not expired stays
 * as it is. Without a baseline to write, does nothing. @throws BadInput when it cannot be written
 */
export function writeBaseline(
  options: BaselineOptions,
  findings: readonly Finding[],
  old: Baseline | undefined,
  folder: string,
): void {
  if (options.writeBaseline === undefined) return;
  const today = dayAfter(0);
  const known = new Map(
    (old?.accepted ?? [])
      .filter(({ expires }) => expires >= today)
      .map((entry) => [entry.fingerprint, entry]),
  );
  const entries = findings
    .filter((finding) => !isAboutBaseline(finding))
    .map((finding) => known.get(fingerprintOf(finding)) ?? accept(finding, today));
  const unique = new Map(entries.map(({ place: _, ...entry }) => [entry.fingerprint, entry]));
  try {
    writeFileSync(resolve(folder, options.writeBaseline), baselineJson([...unique.values()]));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw BadInput.because(`${options.writeBaseline} cannot be written: ${why}`);
  }
}

const accept = (finding: Finding, today: string): AcceptedFinding => ({
  fingerprint: fingerprintOf(finding),
  code: finding.rule.code,
  subject: finding.subject,
  owner: 'nobody yet',
  expires: dayAfter(DAYS),
  reason: `found on ${today}, when the baseline was written`,
  place: finding.place,
});
