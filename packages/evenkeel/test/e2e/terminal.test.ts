import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { BIN } from '../support/cli.ts';
import { type Sandbox, test } from '../support/e2e.ts';
import { layShelf } from '../support/shelf.ts';

const SCRIPT = fileURLToPath(new URL('../support/on-a-terminal.py', import.meta.url));
const HAS_TERMINAL = spawnSync('python3', ['-c', 'import pty']).status === 0;
if (!HAS_TERMINAL) console.warn('python3 is missing: what a terminal shows is not tested');

/** Runs the tool on a real terminal, or with pipes, with more in its environment. */
async function show(
  box: Sandbox,
  command: readonly string[],
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<{ code: number; text: string }> {
  const { CI: _ci, GITHUB_ACTIONS: _github, NO_COLOR: _colour, ...rest } = process.env;
  const env = { ...rest, TMPDIR: box.tmp, TERM: 'xterm', ...more };
  const [program = '', ...words] = [...command, process.execPath, BIN, 'run', ...args];
  const child = spawn(program, words, { cwd: box.root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}

const CELL = ['--cell', 'offline:frozen', '--out', 'out'];
const ESCAPE = '\u001b';
const SO_FAR = 'runs so far; they are judged at the end';

/** What stays on a terminal: all that comes after the last line that was erased. */
const lastScreen = (text: string): string => text.slice(text.lastIndexOf(`${ESCAPE}[2K`));

describe.skipIf(!HAS_TERMINAL)('on a terminal', () => {
  test('what runs is redrawn in place, and the end is one screen', async ({ box }) => {
    const plan = await layShelf(box);
    const { code, text } = await show(box, ['python3', SCRIPT, ''], [plan, ...CELL]);
    expect(code).toBe(0);
    expect(text).toMatch(/2 of 3 runs done: /);
    expect(text).toContain(`${ESCAPE}[`);
    expect(text).toMatch(/next:.* give runbook\.md to operators/);
    expect(text.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThanOrEqual(text.lastIndexOf(`${ESCAPE}[?25l`));
    // the matrix fills in below, and what is left in the end is that of the report
    expect(text).toMatch(/\| offline +\| waiting/);
    expect(text).toMatch(/\| offline +\| running/);
    expect(text).toMatch(/\| offline +\| 1 passed/);
    expect(lastScreen(text)).not.toContain(SO_FAR);
    expect(lastScreen(text)).toMatch(/\| offline +\| .*painless/);
    // what the first run measured tells how long the second one will take
    const again = await show(box, ['python3', SCRIPT, ''], [plan, ...CELL.slice(0, 2), '--out', 'again']);
    expect(again.text).toMatch(/1 of 3 runs done, about 1 min left: /);
  });

  test('that is dumb, nothing is redrawn', async ({ box }) => {
    const plan = await layShelf(box);
    const { code, text } = await show(box, ['python3', SCRIPT, ''], [plan, ...CELL], { TERM: 'dumb' });
    expect(code).toBe(0);
    expect(text).not.toContain(ESCAPE);
    expect(text).not.toContain(SO_FAR);
    expect(text).toMatch(/^exit code 0\r?$/m);
  });

  test('Ctrl-C gives the terminal back as it was', async ({ box }) => {
    const plan = await layShelf(box);
    const { code, text } = await show(box, ['python3', SCRIPT, '1 of 3 runs done'], [plan, ...CELL]);
    expect(code).toBe(130);
    expect(text).toMatch(/next:.* run it again/);
    expect(text).toContain(SO_FAR);
    expect(lastScreen(text)).toContain('next:');
    expect(lastScreen(text)).not.toContain(SO_FAR);
    expect(text.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThanOrEqual(text.lastIndexOf(`${ESCAPE}[?25l`));
  });
});

describe('in a pipe', () => {
  test('on GitHub Actions: a group, and an annotation for each broken promise', async ({ box }) => {
    const plan = await layShelf(box, {
      target: 'never-stops',
      service: { ready: { http: 'GET /none', within: '1s' } },
    });
    const { text } = await show(box, [], [plan, ...CELL], { GITHUB_ACTIONS: 'true' });
    expect(text).toMatch(/^::group::.+\n[\s\S]*^::endgroup::$/m);
    expect(text).toMatch(
      /^::error file=shelf\/evenkeel\.yaml,line=1,title=evenkeel offline%3Afrozen::inconclusive: /m,
    );
    expect(text).not.toContain(ESCAPE);
  });

  test('--quiet prints the one screen alone', async ({ box }) => {
    const plan = await layShelf(box);
    const { code, text } = await show(box, [], [plan, ...CELL, '--quiet']);
    expect(code).toBe(0);
    expect(text).not.toMatch(/control: base to base|✔/);
    expect(text).toMatch(/^1 of 1 promises kept \(exit code 0\)$/m);
  });
});
