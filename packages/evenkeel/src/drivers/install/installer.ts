import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, commandInWords, commandWords } from '../../model/check.ts';
import type { InstallRecipe } from '../../model/upgrade-model.ts';
import { InstallError, type Installed, type Installer } from '../../run/ports.ts';
import { installerEnvironment } from '../host/child-environment.ts';
import { sendSignal } from '../host/end-tree.ts';
import { OWNER_MARK, RUN_MARK } from '../host/proc.ts';

const SHOWN_OUTPUT = 2_000;
const INSTALL_TIMEOUT_MS = 15 * 60_000;

/** Not part of a release: history, and the runs of evenkeel, below which the copy itself may lie. */
const NOT_COPIED = new Set(['.git', '.evenkeel']);

/** Installs releases below a folder, each recipe once. */
export class RealInstaller implements Installer {
  private readonly done = new Map<string, Promise<Installed>>();

  /**
   * @param folder where installs are laid, one folder each
   * @param runFolder what the installers' processes are found by
   */
  constructor(
    private readonly folder: string,
    private readonly runFolder: string,
  ) {}

  install(recipe: InstallRecipe, node: string | undefined, signal: AbortSignal): Promise<Installed> {
    const key = JSON.stringify([recipe, node]);
    const known = this.done.get(key);
    if (known !== undefined) return known;
    const installing = this.lay(recipe, node, join(this.folder, String(this.done.size + 1)), signal);
    this.done.set(key, installing);
    return installing;
  }

  private async lay(
    recipe: InstallRecipe,
    node: string | undefined,
    folder: string,
    signal: AbortSignal,
  ): Promise<Installed> {
    const runtime = node === undefined ? [] : [await this.nodeRuntime(node, signal)];
    const path = [...runtime, join(folder, 'node_modules', '.bin')];
    const run = (what: string, command: Command): Promise<void> =>
      this.run(what, command, folder, path, signal);
    if (recipe.git === undefined) mkdirSync(folder, { recursive: true });
    else await clone(recipe.git, folder, (what, command, cwd) => this.run(what, command, cwd, [], signal));
    if (recipe.folder !== undefined) copyFolder(recipe.folder, folder);
    if (recipe.npm.length > 0)
      await run(`npm install ${recipe.npm.join(' ')}`, npmInstall(folder, recipe.npm));
    if (recipe.run !== undefined) await run(commandInWords(recipe.run), recipe.run);
    return { folder, path, runtime };
  }

  /** The folder of a Node binary of an exact version, from npm. */
  private async nodeRuntime(version: string, signal: AbortSignal): Promise<string> {
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const { folder } = await this.install({ npm: [`${name}@${version}`] }, undefined, signal);
    return join(folder, 'node_modules', name, 'bin');
  }

  private run(
    what: string,
    command: Command,
    cwd: string,
    path: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const [file = '/bin/sh', ...args] = commandWords(command);
    const env = { ...installerEnvironment(path), [RUN_MARK]: this.runFolder, [OWNER_MARK]: 'install' };
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          output = (output + chunk.toString('utf8')).slice(-SHOWN_OUTPUT);
        });
      }
      const end = (): void => {
        if (child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
      };
      const tooLong = setTimeout(() => {
        end();
        reject(new InstallError(`${what} did not end within ${INSTALL_TIMEOUT_MS / 60_000} minutes`));
      }, INSTALL_TIMEOUT_MS);
      signal.addEventListener('abort', end, { once: true });
      child.on('error', (error) => {
        clearTimeout(tooLong);
        reject(new InstallError(`${what}: ${error.message}`));
      });
      child.on('exit', (code) => {
        clearTimeout(tooLong);
        signal.removeEventListener('abort', end);
        end();
        if (code === 0) resolve();
        else reject(new InstallError(`${what} failed:\n${output.trim()}`));
      });
    });
  }
}

/** Copies what lies in a folder. One that holds the destination too is copied without it. @throws InstallError */
function copyFolder(from: string, to: string): void {
  try {
    for (const name of readdirSync(from)) {
      const source = join(from, name);
      if (NOT_COPIED.has(name) || to.startsWith(`${source}/`)) continue;
      cpSync(source, join(to, name), { recursive: true, verbatimSymlinks: true });
    }
  } catch (error) {
    throw new InstallError(`cannot copy ${from}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function npmInstall(folder: string, packages: readonly string[]): string[] {
  return [
    'npm',
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--loglevel=error',
    ...packages,
  ];
}

type RunIn = (what: string, command: Command, cwd: string) => Promise<void>;

async function clone(git: NonNullable<InstallRecipe['git']>, folder: string, run: RunIn): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await run(
    `git clone ${git.repository}`,
    ['git', 'clone', '--quiet', '--no-checkout', '--', git.repository, folder],
    folder,
  );
  await run(`git checkout ${git.ref}`, ['git', 'checkout', '--quiet', '--detach', git.ref, '--'], folder);
}
