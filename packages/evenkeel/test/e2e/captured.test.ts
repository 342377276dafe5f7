import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { eventsOf, type Sandbox, test } from '../support/e2e.ts';

const LEDGER = fileURLToPath(new URL('../fixtures/ledger', import.meta.url));

/** A plan for a service that migrates by a command, and by itself when it starts. */
function layLedger(box: Sandbox, target: string, settings = '{}'): string {
  const file = box.path('plan.yaml');
  writeFileSync(
    file,
    `version: 1
name: ledger
releases:
  base: { label: 1.0.0, vars: { how: "" } }
  target: { label: 2.0.0, vars: { how: "${target}" } }
environment:
  db: { postgres: { version: 16, settings: ${settings} } }
services:
  api:
    start: exec node ${LEDGER}/ledger.mjs \${port} \${release.label} \${vars.how}
    env: { DATABASE_URL: "\${environment.db.url}" }
    version: { http: GET /version, json: version }
migrate: node ${LEDGER}/migrate.mjs
resources:
  note:
    service: api
    create: { http: "PUT /notes/\${item}", expect: { status: 201 } }
    verify: { http: "GET /notes/\${item}", expect: { json: { text: "text of \${item}" } } }
probes:
  list: { service: api, http: GET /notes }
promises: [offline:together]
`,
  );
  return file;
}

const told = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'statements' ? [event] : []));

describe('the statements that migrations really ran', () => {
  test('a column that target drops when it starts is found, with the step that added its successor', async ({
    box,
  }) => {
    const run = await box.evenkeel(
      'run',
      layLedger(box, 'hasty'),
      '--cell',
      'offline:together',
      '--out',
      'run',
    );
    expect(run.code, run.stdout).toBe(0);
    const { code, stdout, stderr } = await box.evenkeel('check', '--captured', 'run', '--fail-on', 'error');
    // the run tells of it, too, in its own reports
    expect(readFileSync(box.path('run/report.txt'), 'utf8')).toMatch(
      /^ {2}journal\.jsonl:\d+:\d+: error MIG101: the column notes\.body is dropped/m,
    );

    expect(stderr).toMatch(
      /^Judged: the statements that offline-together ran, 5 of target after 1 of base\.\n$/,
    );
    const [finding = '', witness = ''] = stdout.split('\n');
    const [, line, column] =
      /^run\/journal\.jsonl:(\d+):(\d+): error MIG101: (?=the column notes\.body is dropped)/.exec(finding) ??
      [];
    expect(witness).toMatch(
      /ALTER TABLE notes ADD COLUMN title text \[run migration migrate with target's code\]/,
    );
    expect(witness).toMatch(
      /here: ALTER TABLE notes DROP COLUMN IF EXISTS body \[start api-1 with target's code\]$/,
    );
    const written = readFileSync(box.path('run/journal.jsonl'), 'utf8').split('\n')[Number(line) - 1];
    expect(written?.slice(Number(column) - 1)).toMatch(/^ALTER TABLE notes\\n\\tDROP COLUMN IF EXISTS body"/);
    expect(stdout).toMatch(/\n1 error, 0 warnings, 1 note\n$/);
    expect(code).toBe(1);

    const events = eventsOf(box.path('run'));
    const ran = (release: string) =>
      told(events).flatMap((event) =>
        event.release === release ? event.statements.map(({ sql }) => sql) : [],
      );
    expect(ran('target')).toContain('UPDATE notes SET title = body');
    expect(ran('target').join()).not.toMatch(/DROP COLUMN (?:rank|missing)|secret|SELECT/);
    expect(told(events).every(({ run: name }) => name === 'offline-together')).toBe(true);
  });

  test('nothing is found where target only adds, whatever it repeats at each start', async ({ box }) => {
    const plan = layLedger(box, '');
    const cells = 'offline:together,rolling:frozen';
    const run = await box.evenkeel('run', plan, '--cell', cells, '--out', 'run');
    expect(run.code, run.stdout).toBe(0);
    const { code, stdout } = await box.evenkeel('check', '--captured', 'run', '--fail-on', 'warning');
    expect(stdout.replaceAll(/^.*note MIG108: DO .*\n.*\n/gm, '')).toMatch(/^0 errors, 0 warnings/);
    expect(code).toBe(0);
    // rows may be anybody's where services serve
    const rolling = told(eventsOf(box.path('run'))).filter(({ run: name }) => name.startsWith('rolling'));
    expect(rolling.length).toBeGreaterThan(0);
    expect(JSON.stringify(rolling)).not.toMatch(/UPDATE notes|INSERT INTO/);
    // evidence is what the server said, not what it was asked
    const server = readFileSync(box.path('run/cells/offline-together/logs/db.log'), 'utf8');
    expect(server).toMatch(/LOG: {2}execute add title: ALTER TABLE/);
  });

  test('a plan whose server logs in its own way is run as ever, and check says why there is nothing to judge', async ({
    box,
  }) => {
    const plan = layLedger(box, '', '{ log_line_prefix: "mine " }');
    const run = await box.evenkeel('run', plan, '--cell', 'offline:together', '--out', 'run');
    expect(run.code, run.stdout).toBe(0);
    const { code, stdout, stderr } = await box.evenkeel('check', '--captured', 'run');
    expect(stderr).toMatch(/^run\/journal\.jsonl tells of no statements: .*log_line_prefix/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
