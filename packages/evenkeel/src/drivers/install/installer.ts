import { spawn } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../../model/check.ts';
import type { InstallRecipe } from '../../model/upgrade-model.ts';
import { InstallError, type Installed, type Installer } from '../../run/ports.ts';
import { installerEnvironment } from '../host/child-environment.ts';
import { sendSignal } from '../host/end-tree.ts';
import { OWNER_MARK, RUN_MARK } from '../host/proc.ts';

const SHOWN_OUTPUT = 2_000;

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
    if (recipe.folder !== undefined)
      cpSync(recipe.folder, folder, { recursive: true, verbatimSymlinks: true });
    if (recipe.npm.length > 0)
      await run(`npm install ${recipe.npm.join(' ')}`, npmInstall(folder, recipe.npm));
    if (recipe.run !== undefined)
      await run(typeof recipe.run === 'string' ? recipe.run : recipe.run.join(' '), recipe.run);
    return { folder, path };
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
    const [file = '/bin/sh', ...args] = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
    const env = { ...installerEnvironment(path), [RUN_MARK]: this.runFolder, [OWNER_MARK]: 'install' };
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
      signal.addEventListener('abort', end, { once: true });
      child.on('error', (error) => reject(new InstallError(`${what}: ${error.message}`)));
      child.on('exit', (code) => {
        signal.removeEventListener('abort', end);
        if (code === 0) resolve();
        else reject(new InstallError(`${what} failed:\n${output.trim()}`));
      });
    });
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
