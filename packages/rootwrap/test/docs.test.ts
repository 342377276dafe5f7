import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DEVIATIONS } from '../src/filter/deviations.js';
import { FILTER_CLASSES } from '../src/filter/types.js';
import { EXIT } from '../src/wrapper/wording.js';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (path: string): string => readFileSync(join(PACKAGE, path), 'utf8');
const COMMAND_PAGE = 'man/rootwrap.1';
const FILES_PAGE = 'man/rootwrap.conf.5';

/** The code block of a language after a heading. */
function codeBlock(text: string, heading: string, language: string): string {
  const after = text.slice(text.indexOf(`\n## ${heading}\n`));
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(after)?.[1] ?? '';
}

/** Calls a function with a temporary folder, which is gone afterwards. */
function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'rootwrap-docs-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('docs/deviations.md', () => {
  const sections = textOf('docs/deviations.md').split(/^### /m).slice(1);

  it('has each deviation by its code, and no other', () => {
    const written = sections.map((section) => section.split(':', 1)[0]);
    assert.deepEqual(written.toSorted(), Object.keys(DEVIATIONS).toSorted());
  });

  it('says how to get the old behaviour back exactly where there is one', () => {
    for (const [code, { restorable }] of Object.entries(DEVIATIONS)) {
      const section = sections.find((each) => each.startsWith(code)) ?? '';
      assert.equal(section.includes(`**Back:** \`legacy = ${code}\``), restorable, code);
      assert.equal(section.includes('**Back:** no switch'), !restorable, code);
    }
  });
});

describe('the manual pages', () => {
  it('name every key that is read of rootwrap.conf', () => {
    const source = textOf('src/config/conf.ts');
    const keys = new Set(
      [...source.matchAll(/(?:text|words|boolean|integer|parse(?:<\w+>)?|get)\('([a-z_]+)'/g)].map(
        ([, key = '']) => key,
      ),
    );
    assert.ok(keys.has('filters_path') && keys.has('syslog_log_level') && keys.has('record_redact'));
    const page = textOf(FILES_PAGE);
    for (const key of keys) assert.match(page, new RegExp(`^\\.TP\\n\\.B ${key}$`, 'm'), key);
  });

  it('name every filter class', () => {
    const page = textOf(FILES_PAGE);
    for (const name of FILTER_CLASSES) assert.match(page, new RegExp(`^\\.SS ${name}$`, 'm'), name);
  });

  it('name every exit code', () => {
    const page = textOf(COMMAND_PAGE).split('.SH EXIT STATUS')[1]?.split('\n.SH ')[0] ?? '';
    const { signalBase, ...codes } = EXIT;
    assert.match(page, new RegExp(`^\\.RI ${signalBase}\\+ N$`, 'm'));
    for (const code of Object.values(codes)) assert.match(page, new RegExp(`^\\.B ${code}$`, 'm'), `${code}`);
  });

  it('name every place where the launchers look for Node', () => {
    const places = [...(/^for node in (.*); do$/m.exec(textOf('bin/rootwrap'))?.[1]?.split(' ') ?? [])];
    assert.ok(places.length > 1);
    const page = textOf(COMMAND_PAGE);
    for (const place of places) {
      const path = place.replaceAll('"', '').replace('$here/', '');
      assert.ok(page.includes(`\n.IR ${path}`) || page.includes(`\n.I ${path}`), path);
    }
  });

  const groff = spawnSync('groff', ['--version']).status === 0;
  it('are taken by groff without a warning', { skip: groff ? false : 'groff is not installed' }, () => {
    for (const page of [COMMAND_PAGE, FILES_PAGE]) {
      const { status, stderr } = spawnSync('groff', ['-man', '-ww', '-z', '-Tutf8', join(PACKAGE, page)]);
      assert.deepEqual([status, stderr.toString()], [0, ''], page);
    }
  });
});

describe('SECURITY.md', () => {
  it('names every folder of the source in the reading order', () => {
    const entries = readdirSync(join(PACKAGE, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const listed = [...textOf('SECURITY.md').matchAll(/^([a-z]+) \d+$/gm)].map(([, folder]) => folder);
    assert.deepEqual(listed.toSorted(), folders.toSorted());
  });

  it('names only files that are there', () => {
    const named = [...textOf('SECURITY.md').matchAll(/`((?:[a-z]+\/)+[\w-]+\.ts)`/g)].map(
      ([, file = '']) => file,
    );
    assert.ok(named.length > 10);
    const files = readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' });
    for (const file of named) assert.ok(files.includes(file), file);
  });
});

describe('README.md', () => {
  const root = process.getuid?.() === 0;
  it('shows a program that prints what the page says', { skip: root ? false : 'not run by root' }, () => {
    if (!existsSync(join(PACKAGE, 'dist/client.mjs')))
      assert.equal(spawnSync('npm', ['run', 'build'], { cwd: PACKAGE }).status, 0, 'npm run build');
    const readme = textOf('README.md');
    const program = codeBlock(readme, 'The client', 'js');
    const expected = /\nprints\n\n```\n(.*?)```/s.exec(readme)?.[1];
    assert.ok(program !== '' && expected !== undefined);
    inFolder((folder) => {
      mkdirSync(join(folder, 'filters'));
      mkdirSync(join(folder, 'node_modules/@evenkeel'), { recursive: true });
      symlinkSync(PACKAGE, join(folder, 'node_modules/@evenkeel/rootwrap'));
      writeFileSync(join(folder, 'client.mjs'), program);
      writeFileSync(join(folder, 'rootwrap.conf'), `[DEFAULT]\nfilters_path = ${folder}/filters\n`);
      const filters = '[Filters]\necho: CommandFilter, echo, root\ncat: CommandFilter, cat, root\n';
      writeFileSync(join(folder, 'filters/readme.filters'), filters);
      const { stdout, stderr } = spawnSync(process.execPath, ['client.mjs', join(folder, 'rootwrap.conf')], {
        cwd: folder,
        env: { ...process.env, PATH: `${PACKAGE}bin:${process.env.PATH}` },
        encoding: 'utf8',
      });
      assert.deepEqual([stdout, stderr], [expected, '']);
    });
  });
});
