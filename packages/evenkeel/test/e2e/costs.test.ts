import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { layCrew } from '../support/crew.ts';
import { test } from '../support/e2e.ts';

describe('what earlier runs cost', () => {
  test('decides the way of the next one, which says so, and its command repeats the run', async ({ box }) => {
    const plan = layCrew(box.path('crew'), { services: { api: 1 }, rules: [] });
    const dryRun = (...more: string[]) =>
      box.evenkeel('run', plan, '--cell', 'rolling:frozen', '--dry-run', ...more);
    expect((await dryRun()).stdout).toMatch(/by usual costs: no earlier run/);

    const ended = await box.evenkeel('run', plan, '--cell', 'rolling:frozen', '--out', 'out');
    expect(ended.stdout).toMatch(/Mixed states\n.*by usual costs: no earlier run/);
    const [, way = ''] = /again: evenkeel run .* (--lattice \w+) --seed 1$/m.exec(ended.stdout) ?? [];
    expect(way).toMatch(/chains|edges/);

    const measured = await dryRun();
    expect(measured.stdout).toMatch(/by measured costs of 1 earlier run\)/);
    const costs = box.path('.evenkeel', 'costs.json');
    // Whatever this machine measured: one thing is made to take an hour, which whole upgrades never do.
    const kept = readFileSync(costs, 'utf8').replace(
      '"steps":[{',
      '"steps":[{"save-snapshot":{"count":1,"ms":3600000},',
    );
    writeFileSync(costs, kept);
    const slow = await dryRun();
    expect(slow.stdout).toMatch(/gone through by whole upgrades/);
    expect(steps((await dryRun('--lattice', 'chains')).stdout)).toEqual(steps(slow.stdout));

    writeFileSync(costs, kept.slice(0, -20));
    const broken = await dryRun();
    expect(broken.code).toBe(0);
    expect(broken.stderr).toMatch(/costs\.json does not say what earlier runs cost/);
    expect(broken.stdout).toMatch(/by usual costs: no earlier run/);
  });
});

const steps = (text: string): string => text.slice(text.indexOf('\nInstall\n'));
