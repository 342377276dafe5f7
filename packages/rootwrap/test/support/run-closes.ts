import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, newScene, type Scene, writeScript } from './conf.js';
import { NO_OSLO, type Outcome, oslo, rootwrap } from './run.js';

export type Attempt = (scene: Scene, program: typeof rootwrap) => boolean;

/**
 * Tries an attack three times: it must fail by default, and work with the code in `legacy` and, where it is
 * installed, with oslo.rootwrap.
 * @param attempt says whether it worked
 */
export function assertCloses(
  code: string,
  filters: string[],
  attempt: Attempt,
  more: { conf?: string[]; peer?: boolean } = {},
): void {
  const { conf = [], peer = true } = more;
  const scene = newScene(filters, conf);
  assert.equal(attempt(scene, rootwrap), false, `${code} is open by default`);
  const old = newScene(filters, [...conf, `legacy = ${code}`]);
  assert.equal(attempt(old, rootwrap), true, `legacy = ${code} does not give the old behaviour back`);
  if (peer && NO_OSLO === false) assert.equal(attempt(scene, oslo), true, 'oslo.rootwrap does not do this');
}

/** A script that leaves a mark when it runs. */
export function evil(name: string) {
  const folder = newFolder();
  const mark = join(folder, 'mark');
  return { path: writeScript(folder, name, `/usr/bin/touch ${mark}`), folder, marked: () => take(mark) };
}
export function take(mark: string): boolean {
  const there = existsSync(mark);
  rmSync(mark, { force: true });
  return there;
}
export const worked = ({ code }: Outcome): boolean => code === 0;
export const ran = ({ code }: Outcome): boolean => code !== 99;
