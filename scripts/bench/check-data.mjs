// What `npm run bench:check` works on: real schemas and filters where ../shared has them, the rest is generated.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOTES = 'releasenotes/notes';
const RELEASES = 50;

/** Sizes of nova's schema in Debian 13, for the one that stands in for it. */
const GROUPS = 54;
const OPTIONS_PER_GROUP = 19;

/** Filter lines that stand in for neutron's, and their classes in turn. */
const FILTERS = 120;

/** @returns the schemas of two releases, and in words what they are */
export function schemas(data, folder) {
  const [base, target] = ['bookworm', 'trixie'].map((release) =>
    join(data, 'config', 'nova', `${release}.json`),
  );
  if (existsSync(base)) return { base, target, what: "nova's schemas of Debian 12 and 13" };
  const made = ['base', 'target'].map((release) => join(folder, `${release}.json`));
  for (const [index, file] of made.entries()) writeFileSync(file, JSON.stringify(schemaOf(index), null, 0));
  return { base: made[0], target: made[1], what: "generated schemas of nova's size" };
}

/** A schema as oslo-config-generator writes it; in each tenth option the releases differ. */
function schemaOf(release) {
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const opts = Array.from({ length: OPTIONS_PER_GROUP }, (_, index) => optionOf(group, index, release));
    return [group === 0 ? 'DEFAULT' : `group_${group}`, { help: null, opts }];
  });
  return {
    generator_options: { format_: 'json' },
    options: Object.fromEntries(groups),
    deprecated_options: {},
  };
}

function optionOf(group, index, release) {
  const changed = release === 1 && index % 10 === 3;
  const name = `${changed ? 'new' : 'the'}_option_${group}_${index}`;
  return {
    name,
    dest: name,
    namespace: 'generated',
    type: ['string value', 'integer value', 'boolean value', 'list value'][index % 4],
    default: [`value ${release}`, index + release, index % 8 === 2, []][index % 4],
    choices: [],
    min: null,
    max: null,
    required: false,
    secret: false,
    advanced: false,
    mutable: false,
    positional: false,
    metavar: null,
    short: null,
    sample_default: null,
    deprecated_for_removal: index % 11 === 0,
    deprecated_reason: null,
    deprecated_since: null,
    deprecated_opts: [],
    help: 'What the option is for, in a few sentences of help. '.repeat(5),
  };
}

/** Writes an operator's file that sets every option with a plain default. @returns how many it sets */
export function writeOperatorFile(file, schema) {
  const { options } = JSON.parse(readFileSync(schema, 'utf8'));
  let count = 0;
  const groups = Object.entries(options).map(([group, { opts }]) => {
    const names = new Set();
    const lines = opts.flatMap(({ dest, default: value }) => {
      const isPlain = ['string', 'number', 'boolean'].includes(typeof value) && !/[\n$]/.test(String(value));
      if (!isPlain || names.has(dest)) return [];
      names.add(dest);
      return [`${dest} = ${value}\n`];
    });
    count += lines.length;
    return `[${group}]\n${lines.join('')}\n`;
  });
  writeFileSync(file, groups.join(''));
  return count;
}

/** @returns folders of filters, oldest first, and in words what they are. rootwrap.conf, which can stand beside, is left out. */
export function filters(data, folder) {
  const real = ['bullseye', 'bookworm', 'trixie'].map((release) =>
    join(data, 'rootwrap', release, 'neutron'),
  );
  if (real.every((place) => existsSync(place))) {
    const releases = real.map((place, index) => copyFilters(place, join(folder, `filters-${index}`)));
    return { releases, what: "neutron's of Debian 11, 12 and 13" };
  }
  const releases = ['base', 'target'].map((release) => join(folder, `filters-${release}`));
  for (const [index, made] of releases.entries()) {
    mkdirSync(made);
    writeFileSync(join(made, 'all.filters'), filtersOf(index));
  }
  return { releases, what: `${FILTERS} generated filters of neutron's kinds` };
}

function copyFilters(from, to) {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((each) => each.endsWith('.filters')))
    copyFileSync(join(from, name), join(to, name));
  return to;
}

function filtersOf(release) {
  const lines = Array.from({ length: FILTERS }, (_, index) => filterOf(index, index % 5 === 1 ? release : 0));
  return `[Filters]\nip: IpFilter, ip, root\nip_exec: IpNetnsExecFilter, ip, root\n${lines.join('\n')}\n`;
}

function filterOf(index, release) {
  const name = `tool_${index}`;
  switch (index % 4) {
    case 0:
      return `${name}: CommandFilter, ${name}, root`;
    case 1:
      return `${name}: RegExpFilter, ${name}, root, ${name}, -[a-z]${release > 0 ? '' : '+'}, (\\d+)`;
    case 2:
      return `${name}: EnvFilter, env, root, HOME=, NUMBER=, ${name}`;
    default:
      return `${name}: KillFilter, root, ${name}, -9, -HUP`;
  }
}

/** Writes folders of base and target: target has `count` migrations, base the older half of them. */
export function writeMigrations(folder, count) {
  for (const [release, until] of [
    ['base', count / 2],
    ['target', count],
  ]) {
    const place = join(folder, release, 'migrations');
    mkdirSync(place, { recursive: true });
    for (let index = 0; index < until; index += 1)
      writeFileSync(join(place, `${String(index).padStart(5, '0')}_step.sql`), migrationOf(index));
  }
  return { base: join(folder, 'base'), target: join(folder, 'target') };
}

/** About what a tool writes for one step: a table, an index, a column for the table of ten steps ago, some data. */
function migrationOf(index) {
  const before = Math.max(0, index - 10);
  return `-- step ${index}
CREATE TABLE things_${index} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name varchar(255) NOT NULL,
  owner_id bigint REFERENCES things_${before} (id),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX things_${index}_name ON things_${index} (name);
ALTER TABLE things_${before} ADD COLUMN note_${index} text DEFAULT '';
UPDATE things_${before} SET note_${index} = upper(name) WHERE note_${index} = '';
CREATE INDEX CONCURRENTLY things_${before}_note ON things_${before} (note_${index});
${index % 20 === 19 ? `ALTER TABLE things_${index - 15} DROP COLUMN name;\n` : ''}`;
}

/**
 * Makes a git history in which notes come by merges, as Gerrit does it, with 50 tags.
 * @param each how many notes come with a merge
 */
export function makeNotes(folder, count, each) {
  mkdirSync(folder);
  git(folder, ['init', '-q', '-b', 'main']);
  const parts = [first()];
  const merges = count / each;
  for (let merge = 1; merge <= merges; merge += 1) {
    const notes = Array.from({ length: each }, (_, index) => noteFile((merge - 1) * each + index + 1));
    parts.push(merged(merge, `${notes.join('')}${part('M 100644 inline code', String(merge))}`));
    if (merge % (merges / RELEASES) === 0) parts.push(tagged(merge, merge / (merges / RELEASES)));
  }
  git(folder, ['fast-import', '--quiet'], parts.join(''));
  git(folder, ['checkout', '-q', 'main']);
}

const first = () => `commit refs/heads/main\nmark :1\n${who('committer', 1)}${part('', 'first')}`;

/** A commit beside the main line, and the merge that brings it in: marks 2n and 2n+1. */
function merged(index, files) {
  const [before, side, merge] = [index * 2 - 1, index * 2, index * 2 + 1];
  const commit = (ref, mark) => `commit ${ref}\nmark :${mark}\n${who('committer', mark)}${part('', 'c')}`;
  return [
    `${commit('refs/heads/side', side)}from :${before}\n${files}`,
    `${commit('refs/heads/main', merge)}from :${before}\nmerge :${side}\n${files}`,
  ].join('');
}

const tagged = (index, release) =>
  `tag ${release}.0.0\nfrom :${index * 2 + 1}\n${who('tagger', index * 2 + 1)}${part('', 't')}`;

function noteFile(index) {
  const id = (index * 0x9e3779b1).toString(16).padStart(16, '0').slice(-16);
  return part(`M 100644 inline ${NOTES}/note-${id}.yaml`, noteOf(index));
}

const who = (role, second) => `${role} a <a@example.org> ${1_600_000_000 + second * 60} +0000\n`;
const part = (head, text) => `${head === '' ? '' : `${head}\n`}data ${Buffer.byteLength(text)}\n${text}\n`;

const noteOf = (index) => `---
features:
  - |
    Feature ${index} can do what could not be done before, and says so in
    two lines of text.
upgrade:
  - The option \`\`the_option_${index}\`\` must be looked at.
`;

function git(folder, args, input = '') {
  const { status, stderr } = spawnSync('git', args, {
    cwd: folder,
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}
