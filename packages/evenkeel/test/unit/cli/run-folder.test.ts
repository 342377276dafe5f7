import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cleanDeadRuns } from '../../../src/cli/dead-runs.ts';
import { makeRunFolder, pointerFile, pointerFolder } from '../../../src/cli/run-folder.ts';
import { seeProcess } from '../../../src/drivers/host/proc.ts';

const usual = process.env.TMPDIR;
let tmp = '';
beforeEach(() => {
  tmp = mkdtempSync(join(tmpdir(), 'run-folder-'));
  process.env.TMPDIR = tmp;
});
afterEach(() => {
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  rmSync(tmp, { recursive: true, force: true });
});

describe('the word that a run leaves of itself', () => {
  it('is left although other runs remove the folder whenever it is empty', async () => {
    const remover = spawn(process.execPath, [
      '-e',
      `const { rmdirSync } = require('node:fs'); process.stdout.write('.');
       const cell = new Int32Array(new SharedArrayBuffer(4));
       for (;;) { Atomics.wait(cell, 0, 0, 0.2); try { rmdirSync(${JSON.stringify(pointerFolder())}) } catch {} }`,
    ]);
    try {
      await new Promise((resolve) => remover.stdout.once('data', resolve));
      for (let turn = 0; turn < 500; turn++) {
        const folder = makeRunFolder(join(tmp, `out-${turn}`), 1);
        expect(readFileSync(pointerFile(folder.harness), 'utf8')).toContain(`out-${turn}`);
        folder.tidy(false);
      }
    } finally {
      remover.kill('SIGKILL');
    }
  });

  it('is left alone by others while it is half written', async () => {
    mkdirSync(pointerFolder(), { mode: 0o700 });
    const startTime = seeProcess(process.pid)?.startTime ?? '';
    const living = pointerFile({ pid: process.pid, startTime, scratch: '' });
    const dead = pointerFile({ pid: process.pid, startTime: '1', scratch: '' });
    for (const file of [living, dead]) writeFileSync(file, '{"out":"/tm');
    await cleanDeadRuns();
    expect(readFileSync(living, 'utf8')).toBe('{"out":"/tm');
    expect(() => readFileSync(dead)).toThrow('ENOENT');
  });

  it('is not left where others can write', () => {
    mkdirSync(pointerFolder());
    chmodSync(pointerFolder(), 0o777);
    expect(() => makeRunFolder(join(tmp, 'out'), 1)).toThrow(/not a folder of ours alone/);
  });
});
