// How fast the lattice of mixed states is gone through, both ways: `npm run bench:lattice [-- MOST-SERVICES]`.
// The services are those of the end-to-end tests, without a fault: they start in the time that Node takes.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ROOT } from './prepare.mjs';

const EVENKEEL = join(ROOT, 'packages/evenkeel/bin/evenkeel.js');
const CREW = join(ROOT, 'packages/evenkeel/test/fixtures/crew');
/** Steps that take as long as the tested software does; the rest is the harness's own. */
const OF_THE_SERVICES = ['start', 'stop', 'ask-version', 'resource', 'prove-state'];
const most = Number(process.argv[2] ?? 4);

ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'bench-of-evenkeel-'));
for (const [index, release] of ['base', 'target'].entries()) {
  cpSync(CREW, join(folder, release), { recursive: true });
  const facts = { release, version: `${index + 1}.0.0`, rules: [] };
  writeFileSync(join(folder, release, 'release.json'), JSON.stringify(facts));
}

function planOf(count) {
  const names = Array.from({ length: count }, (_, index) => `s${index + 1}`);
  const service = (name) => ({
    instances: 1,
    install: { base: { folder: 'base' }, target: { folder: 'target' } },
    start: ['node', '${install}/crew.mjs'],
    env: {
      CREW_SERVICE: name,
      CREW_INSTANCE: '${instance}',
      CREW_PORT: '${port}',
      CREW_DATA: '${data}',
      CREW_BASE_ITEMS: '${data}/items',
      CREW_TARGET_ITEMS: '${data}/items',
    },
    ready: { http: 'GET /version' },
    version: { http: 'GET /version', json: 'version' },
  });
  const item = {
    service: 's1',
    create: [{ http: 'PUT /items/${item}', body: { id: '${item}' } }],
    verify: [{ http: 'GET /items/${item}', expect: { json: { id: '${item}' } } }],
  };
  return {
    version: 1,
    name: `crew of ${count}`,
    releases: { base: { label: '1.0.0' }, target: { label: '2.0.0' } },
    services: Object.fromEntries(names.map((name) => [name, service(name)])),
    resources: { item },
    probes: Object.fromEntries(
      names.map((name) => [name, { service: name, http: 'GET /items', every: '20ms' }]),
    ),
  };
}

function measure(count, mode) {
  const plan = join(folder, `plan-${count}.yaml`);
  const out = join(folder, `out-${count}-${mode}`);
  writeFileSync(plan, JSON.stringify(planOf(count)));
  const args = [EVENKEEL, 'run', plan, '--cell', 'rolling:frozen', '--lattice', mode, '--out', out];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
  const lines = readFileSync(join(out, 'journal.jsonl'), 'utf8').trim().split('\n');
  return figuresOf(lines.map((line) => JSON.parse(line)));
}

function figuresOf(events) {
  const { plan } = events[0];
  const runs = plan.runs.filter(({ purpose }) => purpose === 'upgrade');
  const steps = new Map(
    runs
      .flatMap(({ phases }) => phases.flatMap((phase) => phase.steps))
      .map((step) => [step.id, step.action.kind]),
  );
  const times = runs.flatMap(({ id }) => {
    const at = (type) => events.find((event) => event.type === type && event.run === id)?.at;
    return at('cell-run-finished') === undefined ? [] : [at('cell-run-finished') - at('cell-run-started')];
  });
  const wall = times.reduce((sum, each) => sum + each, 0);
  const waited = events
    .filter(({ type, step }) => type === 'step-finished' && OF_THE_SERVICES.includes(steps.get(step)))
    .reduce((sum, { ms }) => sum + ms, 0);
  return {
    states: plan.cells[0].attempts[0].lattice.states,
    runs: times.length,
    wall,
    own: 1 - waited / wall,
  };
}

const factorial = (k) => (k < 2 ? 1 : k * factorial(k - 1));
const middle = (k) => factorial(k) / factorial(Math.floor(k / 2)) / factorial(Math.ceil(k / 2));

process.stdout.write('| k | states | C(k, k/2) | k! | way | runs | s | states a minute | harness |\n');
process.stdout.write('|---|---|---|---|---|---|---|---|---|\n');
for (let k = 2; k <= most; k += 1) {
  for (const mode of ['chains', 'edges']) {
    const { states, runs, wall, own } = measure(k, mode);
    const perMinute = Math.round((states * 60_000) / wall);
    const cells = [k, states, middle(k), factorial(k), mode, runs, (wall / 1000).toFixed(1), perMinute];
    process.stdout.write(`| ${cells.join(' | ')} | ${Math.round(own * 100)} % |\n`);
  }
}
rmSync(folder, { recursive: true });
