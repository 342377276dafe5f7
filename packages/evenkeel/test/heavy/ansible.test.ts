import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import type { CellId } from '../../src/model/cell.ts';
import { type Sandbox, test } from '../support/e2e.ts';
import { type Behaviour, journalOf } from '../support/journal.ts';
import { shop, stuckIn } from '../support/rehearsed.ts';

const SERVICE = fileURLToPath(new URL('../support/fleet-service.mjs', import.meta.url));
const HAS_ANSIBLE = spawnSync('ansible-playbook', ['--version']).status === 0;

/** A fleet of two instances of a real service on this machine, and the playbook of a rehearsal. */
interface Fleet {
  /** What hooks and instances logged, without the requests that were answered while one waited. */
  log(): string[];
  installed(): string[];
  play(...more: string[]): { readonly code: number | null; readonly output: string };
  /** Makes a release fail its health check on one instance. */
  makeIll(instance: string, release: string): void;
}

/** Two ports that nobody has. */
async function freePorts(): Promise<number[]> {
  const servers = await Promise.all(
    [0, 1].map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  return servers.map((server) => {
    const address = server.address();
    server.close();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
}

async function fleetOf(box: Sandbox, behaviour: Behaviour, cell: CellId = 'rolling:frozen'): Promise<Fleet> {
  const ports = await freePorts();
  const log = box.path('log');
  mkdirSync(box.path('run'));
  const events = journalOf(shop(), [cell], { mode: 'edges', ...behaviour });
  writeFileSync(
    box.path('run', 'journal.jsonl'),
    events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  );
  const made = await box.evenkeel('runbook', 'run', '--format', 'ansible', '-o', 'upgrade.yml');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  writeFileSync(box.path('inventory.yml'), JSON.stringify(inventoryOf(box, ports)));
  const names = ['api-1', 'api-2'];
  for (const name of names) {
    mkdirSync(box.path(name));
    writeFileSync(box.path(name, 'installed'), '1.0.0\n');
  }
  const play = (book: string, ...more: string[]): ReturnType<Fleet['play']> => {
    const { status, stdout, stderr } = spawnSync(
      'ansible-playbook',
      ['-i', 'inventory.yml', book, ...more],
      // the mark of a run, by which the sandbox finds and ends what is left
      {
        cwd: box.root,
        encoding: 'utf8',
        timeout: 240_000,
        env: { ...process.env, EVENKEEL_RUN: `${box.root}/fleet`, ANSIBLE_HOME: box.path('ansible') },
      },
    );
    return { code: status, output: stdout + stderr };
  };
  const begin = [
    {
      hosts: 'api',
      gather_facts: false,
      tasks: [
        { 'ansible.builtin.shell': '{{ evenkeel_start_command }}' },
        { 'ansible.builtin.wait_for': { host: '127.0.0.1', port: '{{ port }}' } },
      ],
    },
  ];
  writeFileSync(box.path('begin.yml'), JSON.stringify(begin));
  writeFileSync(
    box.path('end.yml'),
    JSON.stringify([
      {
        hosts: 'api',
        gather_facts: false,
        tasks: [{ 'ansible.builtin.shell': '{{ evenkeel_stop_command }}' }],
      },
    ]),
  );
  expect(play('begin.yml')).toMatchObject({ code: 0 });
  writeFileSync(log, '');
  return {
    log: () => readFileSync(log, 'utf8').trim().split('\n'),
    installed: () => names.map((name) => readFileSync(box.path(name, 'installed'), 'utf8').trim()),
    play: (...more) => {
      const end = play('upgrade.yml', ...more);
      play('end.yml');
      return end;
    },
    makeIll: (name, release) => writeFileSync(box.path(name, 'ill'), release),
  };
}

function inventoryOf(box: Sandbox, ports: readonly number[]): object {
  const host = (name: string, port: number | undefined) => {
    const folder = box.path(name);
    const say = (what: string) => `echo "${what}" >> ${box.path('log')}`;
    return {
      port,
      evenkeel_url: `http://127.0.0.1:${port}`,
      evenkeel_stop_command: `${say(`${name} stop`)}; if [ -f ${folder}/pid ]; then kill $(cat ${folder}/pid); while [ -e /proc/$(cat ${folder}/pid)/exe ]; do sleep 0.05; done; rm ${folder}/pid; fi`,
      evenkeel_install_command: `${say(`${name} install $EVENKEEL_LABEL`)}; echo {{ evenkeel_label }} > ${folder}/installed`,
      evenkeel_start_command: `setsid ${process.execPath} ${SERVICE} ${name} ${port} ${folder} ${box.path('log')} > ${folder}/out 2>&1 < /dev/null & echo $! > ${folder}/pid`,
    };
  };
  const hosts = { 'api-1': host('api-1', ports[0]), 'api-2': host('api-2', ports[1]) };
  const vars = {
    ansible_connection: 'local',
    ansible_python_interpreter: '/usr/bin/python3',
    evenkeel_target_host: 'api-1',
    evenkeel_data: box.root,
  };
  return { all: { vars, children: { api: { hosts } } } };
}

/** What an instance was asked, in the order in which it was asked first after a line of the log. */
const askedAfter = (log: readonly string[], line: string, instance: string): string[] => [
  ...new Set(log.slice(log.indexOf(line) + 1).filter((each) => each.startsWith(`${instance} /`))),
];

const hooks = (log: readonly string[]): string[] => log.filter((line) => !/ \//.test(line));

describe.skipIf(!HAS_ANSIBLE)('the playbook, run by ansible-playbook (Debian: ansible-core)', () => {
  test('moves the fleet in the safe order, and asks everything between the steps', async ({ box }) => {
    const fleet = await fleetOf(box, {});
    const { code, output } = fleet.play();
    expect(output).toMatch(/failed=0/);
    expect(code, output).toBe(0);
    expect(fleet.installed()).toEqual(['2.0.0', '2.0.0']);
    const log = fleet.log();
    expect(hooks(log).slice(0, -2)).toEqual([
      'widen {{ 2.0.0 }}',
      'api-1 stop',
      'api-1 install 2.0.0',
      'api-2 stop',
      'api-2 install 2.0.0',
    ]);
    for (const name of ['api-1', 'api-2'])
      expect(askedAfter(log, `${name} install 2.0.0`, name)).toEqual([
        `${name} /health 2.0.0 200`,
        `${name} /version 2.0.0 200`,
        `${name} /notes 2.0.0 200`,
      ]);
    // the mixed state was looked at: base answered beside target
    const mixed = log.slice(log.indexOf('api-1 install 2.0.0'), log.indexOf('api-2 stop'));
    expect(mixed).toContain('api-2 /notes 1.0.0 200');
  });

  test('goes back to base when the second instance does not come up', async ({ box }) => {
    const fleet = await fleetOf(box, {});
    fleet.makeIll('api-2', '2.0.0');
    const { code, output } = fleet.play();
    expect(code, output).toBe(2);
    expect(output).toMatch(/step 2 failed; all is back at 1\.0\.0/);
    expect(fleet.installed()).toEqual(['1.0.0', '1.0.0']);
    const log = fleet.log();
    expect(log).toContain('api-1 install 2.0.0');
    expect(log).toContain('api-2 /health 2.0.0 500');
    for (const name of ['api-1', 'api-2'])
      expect(askedAfter(log, `${name} install 1.0.0`, name)).toContain(`${name} /version 1.0.0 200`);
  });

  test('only stops when a step fails from which there is no way back', async ({ box }) => {
    const fleet = await fleetOf(box, stuckIn(['2.1']));
    fleet.makeIll('api-2', '2.0.0');
    const { code, output } = fleet.play();
    expect(code, output).toBe(2);
    expect(output).toMatch(/step 3 failed; it is past the point of no return: nothing was undone/);
    expect(fleet.installed()).toEqual(['2.0.0', '2.0.0']);
    expect(hooks(fleet.log())).not.toContain('api-1 install 1.0.0');
  });

  test('moves the fleet offline: all off, the migration, all on', async ({ box }) => {
    const fleet = await fleetOf(box, {}, 'offline:frozen');
    const { code, output } = fleet.play();
    expect(code, output).toBe(0);
    expect(fleet.installed()).toEqual(['2.0.0', '2.0.0']);
    const log = fleet.log();
    const done = hooks(log).slice(0, -2);
    expect(done.slice(0, 2).toSorted()).toEqual(['api-1 stop', 'api-2 stop']);
    expect(done.slice(2, 4).toSorted()).toEqual(['api-1 install 2.0.0', 'api-2 install 2.0.0']);
    expect(done.slice(4)).toEqual(['widen {{ 2.0.0 }}']);
    for (const name of ['api-1', 'api-2'])
      expect(askedAfter(log, 'widen {{ 2.0.0 }}', name)).toContain(`${name} /version 2.0.0 200`);
  });

  test('leaves the instances alone when the migration fails', async ({ box }) => {
    const fleet = await fleetOf(box, {});
    const { code, output } = fleet.play('-e', `evenkeel_data=${box.path('nowhere')}`);
    expect(code, output).toBe(2);
    expect(output).toMatch(/step 1 failed; every instance still runs 1\.0\.0/);
    expect(hooks(fleet.log()).slice(0, -2)).toEqual([]);
  });

  test('touches nothing when the inventory does not say all', async ({ box }) => {
    const fleet = await fleetOf(box, {});
    const inventory = readFileSync(box.path('inventory.yml'), 'utf8');
    writeFileSync(box.path('inventory.yml'), inventory.replaceAll('evenkeel_data', 'evenkeel_date'));
    const { code, output } = fleet.play();
    expect(code, output).toBe(2);
    expect(output).toMatch(/evenkeel_data is defined/);
    expect(hooks(fleet.log()).slice(0, -2)).toEqual([]);
  });
});
