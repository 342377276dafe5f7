import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput } from './bad-input.ts';
import { DEFAULT_PLAN } from './default-plan.ts';

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly command: string;
}

/** `evenkeel init`: writes a commented plan for the package in a folder. @throws BadInput when there is a plan already */
export function initCommand(folder: string): number {
  const file = join(folder, DEFAULT_PLAN);
  if (existsSync(file)) throw BadInput.because(`${DEFAULT_PLAN} is there already; it was left as it is`);
  const facts = packageFacts(folder);
  writeFileSync(file, planFor(facts, lastTag(folder)));
  process.stdout.write(`Wrote ${DEFAULT_PLAN}. Fill in what is marked TODO, then: evenkeel run --dry-run\n`);
  return 0;
}

function packageFacts(folder: string): PackageFacts {
  const fallback = {
    name: 'my-service',
    version: '2.0.0',
    command: 'TODO-start-command --port ${port}',
  };
  let raw: { name?: unknown; version?: unknown; bin?: unknown; scripts?: { start?: unknown } };
  try {
    raw = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as typeof raw;
  } catch {
    return fallback;
  }
  const name = typeof raw.name === 'string' ? raw.name : fallback.name;
  const bin =
    typeof raw.bin === 'string'
      ? name.split('/').at(-1)
      : Object.keys((raw.bin as object | undefined) ?? {})[0];
  const start = raw.scripts?.start === undefined ? undefined : 'npm start --prefix ${install}';
  return {
    name,
    version: typeof raw.version === 'string' ? raw.version : fallback.version,
    command: bin ?? start ?? fallback.command,
  };
}

/** The last release, by the newest tag that leads here; absent where git knows none. */
function lastTag(folder: string): string | undefined {
  try {
    return (
      execFileSync('git', ['describe', '--tags', '--abbrev=0'], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}

function planFor(facts: PackageFacts, tag: string | undefined): string {
  const quoted = JSON.stringify(facts.name);
  const last = tag?.replace(/^v/, '');
  const base = last === undefined || last === facts.version ? 'TODO-last-release' : last;
  const service =
    (facts.name.split('/').at(-1) ?? 'service')
      .replace(/[^a-z0-9_-]/gi, '-')
      .replace(/^[^a-z]+/i, '')
      .slice(0, 40) || 'service';
  return `# What evenkeel upgrades, and what must survive. The format: docs/plan-file.md, or "evenkeel schema".
version: 1
name: ${quoted}

# The two releases. A label is what a running instance reports as its version.
releases:
  base: { label: ${JSON.stringify(base)} }
  target: { label: ${JSON.stringify(facts.version)} }

# Real servers that the stack needs and that are not upgraded. Remove the # if you need one.
# environment:
#   db: { postgres: { version: 16 } }

services:
  ${service}:
    instances: 2
    install:
      # The release that operators run now, from npm; and what lies in this folder.
      base: { npm: [${JSON.stringify(`${facts.name}@${base}`)}] }
      target: { folder: ., run: npm ci }
    start: ${JSON.stringify(facts.command)}
    env: { PORT: "\${port}" }
    # TODO: a request that only a working instance answers; an open port is no health check.
    ready: { http: GET /health }
    # TODO: how a running instance says which release it is.
    version: { http: GET /version, json: version }

# Things that users make and that must survive. create makes one thing, called \${item}.
resources:
  thing:
    service: ${service}
    # TODO: what users do.
    create:
      - { http: POST /things, body: { id: "\${item}" }, expect: { status: 201 } }
    verify:
      - { http: "GET /things/\${item}", expect: { json: { id: "\${item}" } } }

# Requests that run all the time, also while instances are replaced.
probes:
  list: { service: ${service}, http: GET /things }

# The cells that you promise your operators; they decide the exit code.
promises: [offline:together]
`;
}
