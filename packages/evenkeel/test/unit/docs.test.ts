import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');

const pagesIn = (folder: string, recursive = true): string[] =>
  readdirSync(join(ROOT, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name));

const PAGES = [...pagesIn('', false), ...pagesIn('docs'), ...pagesIn('examples'), ...pagesIn('packages')];

/** What a page says outside of code: brackets in code are no links, and a # there begins no heading. */
const proseOf = (page: string): string =>
  readFileSync(join(ROOT, page), 'utf8')
    .replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?^\1/gm, '')
    .replaceAll(/^ {4}.*$/gm, '');

/** Where the links of a page lead in this repository: a path from its root, and perhaps a heading. */
function linksOf(page: string): { readonly path: string; readonly anchor: string | undefined }[] {
  const links = proseOf(page).matchAll(/\]\(([^)\s]+)\)/g);
  return [...links]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor] = link.split('#');
      const full = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
      return { path: relative(ROOT, full), anchor };
    });
}

/** As GitHub names the headings of a page in addresses. */
const anchorsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(PAGES)('the links of %s lead somewhere', (page) => {
  const dead = linksOf(page).filter(
    ({ path, anchor }) =>
      !existsSync(join(ROOT, path)) ||
      (anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(anchor)),
  );
  expect(dead).toEqual([]);
});

test('each page of docs can be reached from docs/README.md, and that from README.md', () => {
  expect(linksOf('README.md').map(({ path }) => path)).toContain('docs/README.md');
  const reached = new Set(['docs/README.md']);
  for (const page of reached)
    for (const { path } of linksOf(page))
      if (path.startsWith('docs/') && path.endsWith('.md')) reached.add(path);
  const byFolder = /^docs\/(decisions|findings)\//;
  expect(pagesIn('docs').filter((page) => !reached.has(page) && !byFolder.test(page))).toEqual([]);
});

test('the reference says what the commands and the schema say', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/reference.mjs', '--check'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});
