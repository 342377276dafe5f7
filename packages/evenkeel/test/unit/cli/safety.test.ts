import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { realAsker } from '../../../src/drivers/probe/asker.ts';
import { evenkeel } from '../../support/cli.ts';
import { journalOf } from '../../support/journal.ts';
import { modelOf, SMALL_PLAN } from '../../support/model.ts';
import { tinyPlan } from '../../support/tiny-run.ts';

const BIN = join(import.meta.dirname, '../../../bin/evenkeel.js');
const folder = mkdtempSync(join(tmpdir(), 'safety-of-evenkeel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A new folder with a plan in it. */
function withPlan(name: string, text: string): string {
  const place = join(folder, name);
  mkdirSync(place);
  writeFileSync(join(place, 'evenkeel.yaml'), text);
  return place;
}

/** The process ids that carry the mark of a run below a folder. */
function leftBelow(place: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`EVENKEEL_RUN=${place}`)
      );
    } catch {
      return false;
    }
  });
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

describe('clean', () => {
  test('removes nothing on the word of a journal that names a folder of somebody else', () => {
    const victim = join(folder, 'victim');
    const run = join(folder, 'foreign');
    for (const made of [victim, run]) mkdirSync(made);
    writeFileSync(join(victim, 'letter'), 'dear');
    const [first] = journalOf(modelOf(SMALL_PLAN), ['offline:together']);
    const forged = { ...first, harness: { pid: 4194303, startTime: '1', scratch: victim } };
    writeFileSync(join(run, 'journal.jsonl'), `${JSON.stringify(forged)}\n`);
    expect(evenkeel(['clean', run], folder).exitCode).toBe(0);
    expect(readFileSync(join(victim, 'letter'), 'utf8')).toBe('dear');
  });

  test('heeds no word in a temporary folder that others can write to', () => {
    const temporary = join(folder, 'shared');
    const words = join(temporary, `evenkeel-runs-${process.getuid?.() ?? 0}`);
    const out = join(folder, 'theirs');
    mkdirSync(words, { recursive: true });
    mkdirSync(join(out, 'state'), { recursive: true });
    chmodSync(words, 0o777);
    writeFileSync(
      join(words, 'word.json'),
      JSON.stringify({ out, pid: 4194303, startTime: '1', scratch: join(out, 'state') }),
    );
    const env = { ...process.env, TMPDIR: temporary };
    const { stdout } = spawnSync(process.execPath, [BIN, 'clean'], { env, encoding: 'utf8' });
    expect(stdout).toContain('No dead run found');
    expect(existsSync(join(out, 'state'))).toBe(true);
  });
});

describe('a run is inconclusive', () => {
  test('when the version question does not ask the instance', () => {
    const question = 'version: { run: "echo ${release.label}" }';
    const text = tinyPlan('2.0.0').replace('version: { http: GET /version, json: version }', question);
    const { exitCode, stdout } = evenkeel(
      ['run', '--cell', 'offline:together', '--out', 'run'],
      withPlan('echo', text),
      50_000,
    );
    expect(stdout).toMatch(/version question of api is answered while it is stopped/);
    expect(exitCode).toBe(3);
  });

  test('when verify passes for any other thing', () => {
    const text = tinyPlan('2.0.0').replace(
      'verify: { http: "GET /notes/${item}", expect: { json: { id: "${item}" } } }',
      'verify: { http: GET /notes, expect: { contains: "-1" } }',
    );
    const { exitCode, stdout } = evenkeel(
      ['run', '--cell', 'offline:together', '--out', 'run'],
      withPlan('any', text),
      50_000,
    );
    expect(stdout).toMatch(/verify of note passes where nothing was created/);
    expect(exitCode).toBe(3);
  });
});

test('a child that shed its environment and left its group is found, ended and reported', () => {
  const text = tinyPlan('2.0.0').replace(
    /( {2}api:\n[\s\S]*?)start: \[node, "([^"]+)", (.*)\]\n/,
    (_, before: string, service: string, words: string) => {
      const command = `exec node ${service} ${words.replaceAll(',', '').replaceAll('"', '')}`;
      const orphan = `env -i setsid sleep 611 & ${command}`;
      return `${before}start: { base: ${JSON.stringify(command)}, target: ${JSON.stringify(orphan)} }\n`;
    },
  );
  expect(text).toContain('setsid');
  const { exitCode, stdout } = evenkeel(
    ['run', '--cell', 'offline:together', '--out', 'run'],
    withPlan('orphan', text),
    50_000,
  );
  expect(stdout).toMatch(/left a process behind: \d+ \(sleep 611\)/);
  expect(exitCode).toBe(1);
  const left = readdirSync('/proc').filter((pid) => commandOf(pid) === 'sleep 611');
  expect(left).toEqual([]);
});

test('a reader of the output that goes away does not end a run in the middle', async () => {
  const place = withPlan('pipe', tinyPlan('2.0.0'));
  const child = spawn(
    process.execPath,
    [BIN, 'run', '--cell', 'offline:together', '--out', 'run', '--verbose'],
    {
      cwd: place,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  child.stdout.once('data', () => child.stdout.destroy());
  const exitCode = await new Promise((resolve) => child.on('exit', resolve));
  expect(exitCode).toBe(0);
  expect(existsSync(join(place, 'run', 'report.json'))).toBe(true);
  expect(leftBelow(place)).toEqual([]);
});

test('a report that has no folder to go to is noticed before the run', () => {
  const place = withPlan('nowhere', tinyPlan('2.0.0'));
  const { exitCode, stderr } = evenkeel(['run', '--json', 'not/there/report.json', '--out', 'run'], place);
  expect(stderr).toMatch(/cannot write not\/there\/report.json/);
  expect(exitCode).toBe(2);
  expect(existsSync(join(place, 'run'))).toBe(false);
});

test('a TCP check ends in time, however long the server goes on talking', async () => {
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((socket) => {
    const timer = setInterval(() => socket.write('.'), 20);
    timers.add(timer);
    socket.on('error', () => undefined);
    socket.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const request = { port, send: undefined, isEnough: () => false };
  const { text } = await realAsker.tcp(request, 300, new AbortController().signal);
  server.close();
  expect(text).toMatch(/^\.+$/);
});
