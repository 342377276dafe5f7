import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** A new folder that everybody may read; `removeFolders` removes all of them. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rootwrap-test-')));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A rootwrap.conf with its filters, in a folder of their own. */
export type Scene = { readonly folder: string; readonly conf: string; readonly filters: string };

/**
 * Makes a scene.
 * @param filters lines under [Filters] of its only filter file
 * @param conf lines for rootwrap.conf; without `filters_path` and `exec_dirs` it gets both
 */
export function newScene(filters: readonly string[], conf: readonly string[] = []): Scene {
  const folder = newFolder();
  const scene = { folder, conf: join(folder, 'rootwrap.conf'), filters: join(folder, 'filters.d') };
  mkdirSync(scene.filters);
  writeFilters(scene, 'test.filters', filters);
  const has = (name: string) => conf.some((line) => line.startsWith(name));
  const lines = [
    '[DEFAULT]',
    ...(has('filters_path') ? [] : [`filters_path = ${scene.filters}`]),
    ...(has('exec_dirs') ? [] : ['exec_dirs = /usr/sbin,/usr/bin,/sbin,/bin']),
    ...conf,
  ];
  writeFileSync(scene.conf, `${lines.join('\n')}\n`);
  return scene;
}

export function writeFilters({ filters }: Scene, name: string, lines: readonly string[]): void {
  writeFileSync(join(filters, name), `[Filters]\n${lines.join('\n')}\n`);
}

/** An executable script in the folder. */
export function writeScript(folder: string, name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  return path;
}
