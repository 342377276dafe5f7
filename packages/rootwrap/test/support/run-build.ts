import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's folder, from build/test/support. */
export const PACKAGE = fileURLToPath(new URL('../../../', import.meta.url));
const BUILT = join(PACKAGE, 'dist/rootwrap.cjs');

/** What the launchers in bin/ start is built from the sources as they are now. */
export function ensureBuilt(): void {
  const sources = join(PACKAGE, 'src');
  const newest = Math.max(
    ...readdirSync(sources, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(sources, name)).mtimeMs,
    ),
  );
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs >= newest) return;
  const built = spawnSync('npm', ['run', 'build'], { cwd: PACKAGE, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the package does not build:\n${built.stdout}${built.stderr}`);
}
