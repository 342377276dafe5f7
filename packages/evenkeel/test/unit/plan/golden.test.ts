import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type CellId, USUAL_CELLS } from '../../../src/model/cell.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { renderPlan } from '../../../src/report/plan-text.ts';
import { evenkeel } from '../../support/cli.ts';
import { type Disk, modelOf } from '../../support/model.ts';

const FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));
const DISK: Disk = {
  'base.conf': 'file',
  'target.conf': 'file',
  'filters-1': 'folder',
  'filters-2': 'folder',
  'motd.txt': 'file',
  'conf.md': 'file',
  'rewrite.md': 'file',
  'announce.md': 'file',
};

const PLANS: readonly [string, readonly CellId[]][] = [
  ['one-service', USUAL_CELLS],
  ['two-services', USUAL_CELLS],
  ['files-and-exceptions', ['offline:together', 'offline:frozen', 'rolling:after', 'rolling:before']],
  ['postgres-service', USUAL_CELLS],
  ['privilege-filters', ['rolling:frozen', 'rolling:union']],
];

/** What `--dry-run` prints for a plan of the golden folder. */
function dryRun(name: string, cells: readonly CellId[]): string {
  const model = modelOf(readFileSync(`${FOLDER}${name}.yaml`, 'utf8'), DISK);
  return renderPlan(model, makePlan(model, { cells, seed: 1 }));
}

describe('the steps of a plan, as they were read and found right', () => {
  test.each(PLANS)('%s', (name, cells) => {
    const file = `${FOLDER}${name}.golden.txt`;
    const text = dryRun(name, cells);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('the command line prints the same', () => {
    const { stdout, exitCode } = evenkeel(['run', 'two-services.yaml', '--dry-run'], FOLDER);
    expect(stdout).toBe(readFileSync(`${FOLDER}two-services.golden.txt`, 'utf8'));
    expect(exitCode).toBe(0);
  });
});
