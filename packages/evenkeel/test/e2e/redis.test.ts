import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import type { RawPlan } from '../../src/read/schema/plan.ts';
import { type Sandbox, test } from '../support/e2e.ts';
import { cellOf, evidenceOf, readReport } from '../support/shelf.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/kept', import.meta.url));
const isMissing = spawnSync('redis-server', ['--version']).error !== undefined;

const PLAN: RawPlan = {
  version: 1,
  name: 'kept',
  releases: { base: { label: '1.0.0' }, target: { label: '2.0.0' } },
  environment: { cache: { redis: {} } },
  services: {
    api: {
      instances: 2,
      install: { base: { folder: 'base' }, target: { folder: 'target' } },
      start: ['node', '${install}/kept.mjs'],
      env: { KEPT_PORT: '${port}', KEPT_REDIS: '${environment.cache.port}' },
      ready: { http: 'GET /version' },
      version: { http: 'GET /version', json: 'version' },
    },
  },
  resources: {
    item: {
      service: 'api',
      create: [{ http: 'PUT /items/${item}' }],
      verify: [{ http: 'GET /items/${item}', expect: { json: { value: 'the value of ${item}' } } }],
    },
  },
  probes: { list: { service: 'api', http: 'GET /items', every: '20ms' } },
};

function layKept(box: Sandbox): string {
  for (const [release, version] of [
    ['base', '1.0.0'],
    ['target', '2.0.0'],
  ] as const) {
    const folder = box.path('kept', release);
    mkdirSync(folder, { recursive: true });
    cpSync(FIXTURE, folder, { recursive: true });
    writeFileSync(`${folder}/release.json`, JSON.stringify({ version }));
  }
  writeFileSync(box.path('kept', 'evenkeel.yaml'), JSON.stringify(PLAN));
  return box.path('kept');
}

describe(`what a Redis server holds${isMissing ? ' (there is no redis-server on the PATH)' : ''}`, () => {
  test.skipIf(isMissing)(
    'is part of a kept state: edges can be walked, and base works again',
    async ({ box }) => {
      const run = ['--cell', 'rolling:frozen', '--lattice', 'edges', '--out', box.path('out')];
      const ended = await box.evenkeel('run', layKept(box), ...run);
      const { result, rollback, lattice } = cellOf(readReport(box.path('out')), 'rolling:frozen');
      expect([result.verdict, evidenceOf(result)]).toEqual(['painless', '']);
      expect(rollback.verdict).toBe('painless');
      expect(lattice?.states.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed']);
      expect(ended.code).toBe(0);
    },
  );
});
