// The pictures of the HTML report in docs/images, from a real run of an example.
// Usage: node scripts/screenshots.mjs [RUN_DIR]; without one the example 01-unleash is run.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { ROOT } from './prepare.mjs';

const CLI = join(ROOT, 'packages/evenkeel/bin/evenkeel.js');
const IMAGES = join(ROOT, 'docs/images');

const program = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((file) => existsSync(file));
if (program === undefined) {
  process.stderr.write('No chromium is installed.\n');
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'screenshots-'));
const [, , given] = process.argv;
const run = given ?? join(scratch, 'run');
const page = join(scratch, 'report.html');
if (given === undefined) evenkeel('run', join(ROOT, 'examples/01-unleash'), '--out', run, '--html', page);
else evenkeel('report', run, '--html', page);

const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
args.push('--disable-background-networking', '--disable-component-update', '--disable-sync');
const browser = await chromium.launch({ executablePath: program, args });
mkdirSync(IMAGES, { recursive: true });
await picture('report-light.png', 'light');
await picture('report-dark.png', 'dark');
await browser.close();
rmSync(scratch, { recursive: true });

/** A run that falls short is as good a picture as any; what did not begin is not. */
function evenkeel(...words) {
  const { status } = spawnSync(process.execPath, [CLI, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0 || status === 1) return;
  process.stderr.write(`evenkeel ${words.join(' ')} ended with ${status}\n`);
  process.exit(1);
}

async function picture(name, colorScheme) {
  const shown = await browser.newPage({ colorScheme, viewport: { width: 1120, height: 1060 } });
  await shown.goto(`${pathToFileURL(page).href}#cell=rolling:frozen`);
  await shown.getByRole('heading', { level: 1 }).waitFor();
  await shown.screenshot({ path: join(IMAGES, name) });
  await shown.close();
}
