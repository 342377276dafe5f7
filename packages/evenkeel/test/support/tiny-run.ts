import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Event } from '../../src/model/event.ts';
import { readJournal } from '../../src/read/journal.ts';
import { type CliEnd, evenkeel } from './cli.ts';

const SERVICE = fileURLToPath(new URL('tiny-service.mjs', import.meta.url));

/** A real run of a real, tiny service: everything that leaves something behind is in it. */
export interface TinyRun {
  readonly folder: string;
  readonly end: CliEnd;
  readonly events: readonly Event[];
}

/** Upgrades the tiny service from 1.0.0 to a release, offline. The release `broken` does not start. */
export function runTiny(target: string): TinyRun {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-tiny-'));
  writeFileSync(join(folder, 'plan.yaml'), tinyPlan(target));
  const end = evenkeel(['run', 'plan.yaml', '--cell', 'offline:together', '--out', 'run'], folder, 50_000);
  const text = readFileSync(join(folder, 'run', 'journal.jsonl'), 'utf8');
  const journal = readJournal('journal.jsonl', text);
  if ('issues' in journal) throw new Error('the journal cannot be read');
  return { folder, end, events: journal.events };
}

/** The plan of such a run. */
export function tinyPlan(target: string): string {
  return `version: 1
name: tiny
releases:
  base: { label: 1.0.0 }
  target: { label: ${target} }
environment:
  side: { start: [node, "${SERVICE}", "\${environment.side.port}", "0", "\${data}/side"] }
services:
  api:
    instances: 2
    start: [node, "${SERVICE}", "\${port}", "\${release.label}", "\${data}/notes"]
    version: { http: GET /version, json: version }
setup: [{ run: "true" }]
migrate: "true"
resources:
  note:
    service: api
    create: { http: "PUT /notes/\${item}" }
    verify: { http: "GET /notes/\${item}", expect: { json: { id: "\${item}" } } }
    verify_noapi: { run: "test -f \${data}/notes/\${item}" }
    destroy: { http: "DELETE /notes/\${item}" }
probes:
  list: { service: api, http: GET /notes, every: 20ms }
`;
}
