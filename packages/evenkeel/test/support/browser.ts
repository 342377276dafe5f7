import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** Nothing that a browser does on its own. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of the machine; `undefined` where there is none. */
export const CHROMIUM = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((file) => existsSync(file));

/** Starts the browser, with a profile of its own. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: QUIET });
}

/** A report that is open, and what it asked of anybody else, or complained of. */
export interface OpenReport {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly errors: readonly string[];
}

/** Opens a report as a reader does, from its file, and waits until it is drawn. */
export async function openReport(
  browser: Browser,
  file: string,
  { hash = '', scheme = 'light' }: { readonly hash?: string; readonly scheme?: 'light' | 'dark' } = {},
): Promise<OpenReport> {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1240, height: 900 } });
  const [requests, errors]: [string[], string[]] = [[], []];
  const own = pathToFileURL(file).href;
  page.on('request', (request) => {
    const [address] = request.url().split('#');
    if (address !== own && address !== 'data:,') requests.push(request.url());
  });
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${own}${hash}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, requests, errors };
}

/** What axe-core finds wrong, in words. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate('axe.run().then(({ violations }) => violations)');
  return (found as { id: string; nodes: { html: string }[] }[]).map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}
