import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Runs a command in the project's folder, its output shown. Ends this process with its exit code when it fails. */
export function must(command, args) {
  process.stdout.write(`\n$ ${command} ${args.join(' ')}\n`);
  const { status, signal, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  if (signal) process.exit(130);
  if (status !== 0) process.exit(status ?? 1);
}

/** Installs what package-lock.json names, unless that has been done since it last changed. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(`Node 20.19 or later is needed; this is ${process.versions.node}.\n`);
    process.exit(2);
  }
  const done = join(ROOT, 'node_modules', '.package-lock.json');
  const wanted = join(ROOT, 'package-lock.json');
  if (existsSync(done) && statSync(done).mtimeMs >= statSync(wanted).mtimeMs) return;
  must('npm', ['ci', '--no-audit', '--no-fund']);
}

/** Installs and builds. */
export function ensureBuilt() {
  ensureInstalled();
  must('npm', ['run', '--silent', 'build']);
}
