import { readFileSync, statSync } from 'node:fs';
import { lookAt } from '../drivers/store/look.ts';
import type { Survivor } from '../model/mutant.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { readSelfcheck } from '../read/selfcheck.ts';
import { BadInput } from './bad-input.ts';
import { checksFingerprint } from './checks-fingerprint.ts';

const MOST_BYTES = 16 * 1024 * 1024;

/** What a selfcheck said of a plan's checks. @throws BadInput when it is about others, or was not finished */
export function survivorsOf(file: string, model: UpgradeModel): readonly Survivor[] {
  const read = readSelfcheck(file, textOf(file));
  if ('issues' in read) throw new BadInput(read.issues);
  const { fingerprint, exitCode, survivors } = read.selfcheck;
  const again = 'run evenkeel selfcheck again';
  if (fingerprint !== checksFingerprint(model))
    throw BadInput.because(`${file} is about other checks than this plan has, or another base: ${again}`);
  if (exitCode !== 0 && exitCode !== 1)
    throw BadInput.because(`${file} is of a selfcheck that proved nothing (exit code ${exitCode}): ${again}`);
  return survivors;
}

function textOf(file: string): string {
  const because = (why: string): BadInput => BadInput.because(`cannot read ${file}: ${why}`);
  if (lookAt(file) !== 'file') throw because('it is no file; it is the selfcheck.json that selfcheck writes');
  if (statSync(file).size > MOST_BYTES) throw because(`it has more than ${MOST_BYTES} bytes`);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw because(error instanceof Error ? error.message : String(error));
  }
}
