import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '../../src/model/verdict.ts';
import type { Ended, Sandbox } from './e2e.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/relay', import.meta.url));

/** What a release of the relay does with formats. */
export interface RelayRelease {
  readonly reads: readonly number[];
  readonly writes: number;
  /** When it starts, it writes all that it can read in its own format. */
  readonly rewrites?: boolean;
  /** When it starts, it removes items that are like this. */
  readonly loses?: { readonly format: number; readonly madeBy: string };
}

/** The report of a run through several steps, as far as tests read it. */
export interface StepsReport {
  readonly exitCode: number;
  readonly steps: readonly (Partial<Verdict> & { readonly step: string; readonly skipped?: string })[];
}

export interface RelayRun {
  readonly ended: Ended;
  readonly out: string;
  readonly report: StepsReport;
}

/** Lays three releases of the relay, called 1.0, 2.0 and 3.0, and a plan that lists them; returns the plan's path. */
export function layRelay(box: Sandbox, releases: readonly RelayRelease[], more: object = {}): string {
  const versions = releases.map((_, index) => `${index + 1}.0`);
  for (const [index, facts] of releases.entries()) {
    const folder = box.path('relay', versions[index] ?? '');
    mkdirSync(folder, { recursive: true });
    cpSync(FIXTURE, folder, { recursive: true });
    writeFileSync(join(folder, 'release.json'), JSON.stringify({ version: versions[index], ...facts }));
  }
  const file = box.path('relay', 'evenkeel.yaml');
  writeFileSync(file, JSON.stringify({ ...relayPlan(versions), ...more }, null, 2));
  return file;
}

function relayPlan(versions: readonly string[]): object {
  return {
    version: 1,
    name: 'relay',
    releases: versions.map((label) => ({ label })),
    services: {
      relay: {
        instances: 1,
        install: Object.fromEntries(versions.map((label) => [label, { folder: label }])),
        start: ['node', '${install}/relay.mjs'],
        env: { RELAY_PORT: '${port}', RELAY_DATA: '${data}' },
        ready: { http: 'GET /version' },
        version: { http: 'GET /version', json: 'version' },
      },
    },
    resources: {
      item: {
        service: 'relay',
        create: [{ http: 'PUT /items/${item}' }],
        verify: [{ http: 'GET /items/${item}', expect: { json: { id: '${item}' } } }],
        destroy: [{ http: 'DELETE /items/${item}' }],
      },
    },
    probes: { list: { service: 'relay', http: 'GET /items', every: '20ms' } },
  };
}

/** Lays a relay and runs all of its steps, offline with all files. */
export async function runRelay(
  box: Sandbox,
  releases: readonly RelayRelease[],
  more: object = {},
  ...args: string[]
): Promise<RelayRun> {
  const plan = layRelay(box, releases, more);
  const out = box.path('out');
  const cell = ['--cell', 'offline:together', '--budget', 'none'];
  const ended = await box.evenkeel('run', plan, '--out', out, ...cell, ...args);
  return { ended, out, report: readStepsReport(out) };
}

const readStepsReport = (out: string): StepsReport =>
  JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as StepsReport;

/** `offline:together` of each step, by the step. */
export function verdictsOfSteps({ steps }: StepsReport): Record<string, string> {
  return Object.fromEntries(
    steps.map(({ step, cells, skipped }) => [step, cells?.[0]?.result.verdict ?? `skipped: ${skipped}`]),
  );
}
