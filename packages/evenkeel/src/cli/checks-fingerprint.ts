import { createHash } from 'node:crypto';
import type { UpgradeModel } from '../model/upgrade-model.ts';

/** What a selfcheck is about: base, the resources and the probes. Another fingerprint means that its word is too old. */
export function checksFingerprint({ releases, resources, probes }: UpgradeModel): string {
  const about = JSON.stringify([releases.base.label, resources, probes]);
  return createHash('sha256').update(about).digest('hex');
}
