// What the static half costs, next to programs of others that do the same. Interleaved: in each round every command
// once, so that a busy moment of the machine meets them all. npm run bench:check [-- --rounds N] [--data DIR]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filters, makeNotes, schemas, writeMigrations, writeOperatorFile } from './bench/check-data.mjs';
import { ROOT } from './prepare.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    data: { type: 'string', default: join(ROOT, '..', 'shared', 'data', 'openstack') },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a whole number above 0');
const EVENKEEL = join(ROOT, 'packages/evenkeel/bin/evenkeel.js');
const PYTHON = '/usr/bin/python3';
const MIGRATIONS = 1000;
const NOTES = 5000;
const AIM_MS = 1000;
/** A peer that takes longer than this is measured once. */
const SLOW_MS = 8000;
const SLOW_ROUNDS = 1;
const SHOW = ['notes', 'show', '--notes', 'releasenotes/notes'];

/** oslo.rootwrap's own loading of the filters of folders: it compares nothing. */
const LOAD_FILTERS =
  'import sys; from oslo_rootwrap import wrapper; [wrapper.load_filters([f]) for f in sys.argv[1:]]';

if (!existsSync(join(ROOT, 'packages/evenkeel/dist/main.js')))
  throw new Error('dist is not built: npm run build');
const folder = mkdtempSync(join(tmpdir(), 'bench-of-evenkeel-'));
try {
  const sections = sectionsIn(folder);
  const { model } = cpus()[0] ?? { model: 'an unknown processor' };
  say(
    `\nNode ${process.version}, ${cpus().length} × ${model}, ${rounds} rounds; medians of wall time, start-up included`,
  );
  measure(sections);
  for (const section of sections) report(section);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

/** What is measured: in each section, ours first, then those that do the same. */
function sectionsIn(place) {
  const schema = schemas(values.data, place);
  const filter = filters(values.data, place);
  const operator = join(place, 'operator.conf');
  const settings = writeOperatorFile(operator, schema.base);
  const migrations = writeMigrations(place, MIGRATIONS);
  const notes = (each) => join(place, `notes-${each}`);
  for (const each of [1, 10]) makeNotes(notes(each), NOTES, each);
  const schemaPair = ['--base', schema.base, '--target', schema.target];
  const filterPairs = filter.releases
    .slice(1)
    .map((target, index) => ['--base', filter.releases[index], '--target', target]);
  return [
    section('nothing: evenkeel --version', [ours(['--version'])]),
    section(`all rules: ${schema.what}`, [ours(['check', ...schemaPair])]),
    section(`all rules: the same, and an operator's file of ${settings} settings`, [
      ours(['check', ...schemaPair, '--file', operator]),
    ]),
    section(`lint of that file: ${settings} settings`, [
      ours(['config', 'lint', operator, '--target', schema.target]),
      peer(
        'oslo-config-validator',
        ['/usr/bin/oslo-config-validator', '--opt-data', schema.target, '--input-file', operator],
        [0, 1],
      ),
    ]),
    ...filterPairs.map((pair, index) =>
      section(`filters, all differences: ${filter.what}, pair ${index + 1}`, [
        ours(['filters', 'diff', ...pair]),
        peer('oslo.rootwrap, loads both only', [PYTHON, '-c', LOAD_FILTERS, pair[1], pair[3]]),
      ]),
    ),
    section(`all rules: ${MIGRATIONS} migrations, half of them new`, [
      ours(['check', '--base', migrations.base, '--target', migrations.target, '--migrations', 'migrations']),
    ]),
    section(`notes by release: ${NOTES} notes in git, ten in a merge`, [
      ours(SHOW, notes(10)),
      peer('reno report', ['/usr/bin/reno', '-q', 'report', '--ignore-cache'], [0], notes(10)),
      peer('reno list (names only)', ['/usr/bin/reno', '-q', 'list', '--ignore-cache'], [0], notes(10)),
    ]),
    // reno takes many minutes for it
    section(`notes by release: ${NOTES} notes in git, each by a merge of its own`, [ours(SHOW, notes(1))]),
  ];
}

function section(title, variants) {
  return { title, variants: variants.map((variant) => ({ ...variant, taken: [] })) };
}

/** One of our commands: 1 means that it found something. */
function ours(args, cwd = folder) {
  return { name: 'evenkeel', words: [process.execPath, EVENKEEL, ...args], codes: [0, 1], cwd };
}

function peer(name, words, codes = [0], cwd = folder) {
  return { name, words, codes, cwd };
}

function measure(sections) {
  const variants = sections.flatMap((each) => each.variants);
  for (let round = 0; round <= rounds; round += 1)
    for (const variant of variants) {
      if (variant.missing || (variant.isSlow && round > SLOW_ROUNDS)) continue;
      const ms = timeOf(variant);
      variant.isSlow = variant.name !== 'evenkeel' && ms > SLOW_MS;
      // the first round only warms the cache of files
      if (round > 0 && !variant.missing) variant.taken.push(ms);
    }
}

function timeOf(variant) {
  const { name, words, codes, cwd } = variant;
  const start = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(words[0], words.slice(1), {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const isMissing = error?.code === 'ENOENT' || stderr?.includes('ModuleNotFoundError');
  if (isMissing && name !== 'evenkeel') variant.missing = true;
  else if (error !== undefined || !codes.includes(status))
    throw new Error(`${words.join(' ')} ended with ${status}: ${error?.message ?? stderr}`);
  return ms;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** The ratio is taken in each round, between neighbours: a busy machine does not move it. */
function report({ title, variants: [own, ...peers] }) {
  const mine = median(own.taken);
  say(`\n${title}`);
  say(
    `  ${'evenkeel'.padEnd(34)}${mine.toFixed(0).padStart(8)} ms   aim < ${AIM_MS} ms: ${mine < AIM_MS ? 'met' : 'NOT met'}`,
  );
  for (const { name, missing, taken } of peers) {
    if (missing) say(`  ${name.padEnd(34)} not installed: not measured`);
    else {
      const ratio = median(taken.map((ms, round) => own.taken[round] / ms));
      say(
        `  ${name.padEnd(34)}${median(taken).toFixed(0).padStart(8)} ms   evenkeel takes ${ratio.toFixed(2)} times as long`,
      );
    }
  }
}
