import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lookAt } from '../drivers/store/look.ts';
import { type Costs, type CostsFile, costsOfPlan, withRun } from '../model/costs.ts';
import type { Event } from '../model/event.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { timesOfRun } from '../plan/times-of-run.ts';
import { costsText, readCosts } from '../read/costs.ts';

/** Beside the earlier runs of the current folder. */
const FILE = join('.evenkeel', 'costs.json');
const MOST_BYTES = 4 * 1024 * 1024;

/** What earlier runs of a plan cost, if there were any. What is broken is left out, with a word. */
export function knownCosts(model: UpgradeModel): Costs | undefined {
  return costsOfPlan(load(say), fingerprint(model));
}

/** Keeps what a run cost, for later ones. A run is not worse for costs that cannot be kept: there is a word, no more. */
export function keepCosts(model: UpgradeModel, events: readonly Event[]): void {
  const times = timesOfRun(events);
  if (times === undefined) return;
  const beside = `${FILE}.${process.pid}`;
  try {
    const file = withRun(load(), fingerprint(model), times);
    mkdirSync(dirname(FILE), { recursive: true, mode: 0o755 });
    rmSync(beside, { force: true });
    // Another run may read it, or write its own: each sees a whole file.
    writeFileSync(beside, costsText(file), { flag: 'wx' });
    renameSync(beside, FILE);
  } catch (error) {
    rmSync(beside, { force: true });
    say(`what the run cost is not kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What a plan runs, whatever the releases are: another upgrade of the same services costs about the same. */
function fingerprint(model: UpgradeModel): string {
  const { name, environment, services, setup, migrations, resources, probes, state } = model;
  const running = services.map(({ install: _, ...service }) => service);
  const text = JSON.stringify({ name, environment, running, setup, migrations, resources, probes, state });
  return createHash('sha256').update(text).digest('hex');
}

function load(warn?: (text: string) => void): CostsFile {
  const kind = lookAt(FILE);
  if (kind === 'none') return [];
  const plans = kind === 'file' && statSync(FILE).size <= MOST_BYTES ? readCosts(textOf(FILE)) : undefined;
  if (plans === undefined) warn?.(`${FILE} does not say what earlier runs cost: it is not looked at`);
  return plans ?? [];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
