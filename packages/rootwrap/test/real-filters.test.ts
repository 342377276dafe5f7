import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../src/config/conf.js';
import { type Decision, decide } from '../src/decide/decide.js';
import { PRIVSEP_HELPER, parseFilters } from '../src/filter/parse.js';
import { refusedPattern } from '../src/filter/regexp.js';
import type { Context, Filter } from '../src/filter/types.js';
import { parseIni } from '../src/ini/ini.js';
import { EVERYTHING_OLD, examplesOf, INNER, machineFor } from './support/generate-examples.js';
import { DECISION_CODES, same } from './support/peer-ours.js';

const FOLDER = fileURLToPath(new URL('../../../../../shared/data/openstack/rootwrap', import.meta.url));
const missing = existsSync(FOLDER) ? undefined : `${FOLDER} is not there`;

const filesEnding = (end: string): string[] =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(end));
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

// a skipped suite is not counted, a skipped test is
if (missing !== undefined) it("OpenStack's filter files", { skip: missing }, () => {});

describe("OpenStack's filter files", { skip: missing !== undefined }, () => {
  const parsed =
    missing === undefined
      ? filesEnding('.filters').map((name) => parseFilters(parseIni(read(name), name, false), name))
      : [];
  const filters = parsed.flatMap((file) => file.filters);

  it('all load, with every filter in them', (test) => {
    assert.deepEqual(
      parsed.flatMap(({ skipped }) => skipped),
      [],
    );
    const lines = filesEnding('.filters').flatMap((name) => read(name).split('\n'));
    // no file repeats a name
    assert.equal(filters.length, lines.filter((line) => /^[^#\s].*[:=]\s*\w+Filter\s*,/.test(line)).length);
    for (const name of filesEnding('.conf')) parseConfig(parseIni(read(name), name, true), name, '');
    test.diagnostic(`${parsed.length} files, ${filters.length} filters`);
  });

  it('have no regular expression that is refused', () => {
    assert.deepEqual(
      filters
        .map((filter) => ({ filter: filter.name, why: refusedPattern(filter) }))
        .filter(({ why }) => why),
      [],
    );
  });

  for (const filter of filters) {
    const { name, place } = filter;
    it(`${place.file}:${place.line} ${name} permits what it is for and denies what is near it`, () => {
      const { permitted, denied } = examplesOf(filter);
      for (const legacy of [new Set<never>(), EVERYTHING_OLD]) {
        const decision = judge(filter, permitted, legacy);
        assert.ok(decision.kind === 'permit' && decision.filter === filter, `denies ${permitted.join(' ')}`);
        for (const argv of denied)
          assert.equal(judge(filter, argv, legacy).kind, 'deny', `permits ${argv.join(' ')}`);
      }
    });
  }

  it('run their own examples as oslo.rootwrap does, but for the path of an inner program', () => {
    for (const filter of filters) {
      const { permitted } = examplesOf(filter);
      const [now, old] = [new Set<never>(), EVERYTHING_OLD].map((legacy) => judge(filter, permitted, legacy));
      const isChain = permitted.includes(INNER);
      assert.equal(same(now, old), !isChain, permitted.join(' '));
    }
  });

  it('are changed by the defaults where a named deviation says so', (test) => {
    const changed = new Map<string, number>();
    for (const filter of filters)
      for (const code of changesOf(filter)) changed.set(code, (changed.get(code) ?? 0) + 1);
    for (const [code, count] of [...changed].sort()) test.diagnostic(`${code}: ${count} filters`);
    for (const code of ['RW-001', 'RW-002', 'RW-003', 'RW-004', 'RW-007', 'RW-010', 'RW-018'])
      assert.ok(changed.has(code), `${code} changes no real filter`);
    assert.ok(!changed.has('none'), 'a change that no deviation explains');
  });
});

/** One filter alone; for chaining ones there is a program to run. */
function judge(filter: Filter, argv: readonly string[], legacy: Context['legacy']): Decision {
  const inner: Filter = { ...PRIVSEP_HELPER, name: INNER, exec: INNER, runAs: filter.runAs };
  const host = machineFor(filter);
  const decision = decide({ filters: [filter, inner], execDirs: ['/usr/sbin'], host, legacy }, argv);
  if (decision.kind !== 'permit') return decision;
  // RW-016 is about the moment of the start, which is not looked at here
  const { target: _target, ...command } = decision.command;
  return { ...decision, command };
}

/** The deviations that change what becomes of a filter's doubtful examples. */
function changesOf(filter: Filter): Set<string> {
  const codes = examplesOf(filter).doubtful.flatMap((argv) => {
    const old = judge(filter, argv, EVERYTHING_OLD);
    if (same(judge(filter, argv, new Set()), old)) return [];
    const code = DECISION_CODES.find((one) => same(judge(filter, argv, new Set([one])), old));
    return [code ?? 'none'];
  });
  return new Set(codes);
}
