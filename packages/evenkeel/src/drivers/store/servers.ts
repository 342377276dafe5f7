import { mkdirSync } from 'node:fs';
import type { Installer, PreparedServer, ServerDriver, ServerPlace } from '../../run/ports.ts';
import { describeSchema, logStatements, PostgresDriver } from './postgres.ts';
import { readStatements } from './postgres-log.ts';

/** Real servers of the environment. */
export function realServers(installer: Installer, folder: string): ServerDriver {
  const postgres = new PostgresDriver(installer, folder);
  return {
    preparePostgres: (spec, place, signal) => postgres.prepare(spec, place, signal),
    prepareRedis: (place) => Promise.resolve(prepareRedis(place)),
    describeSchema,
    logStatements,
    readStatements,
  };
}

/**
 * When it is stopped, Redis writes all that it holds into dump.rdb of its folder, and reads it at its start: as long as
 * one point of saving is set. It is by default; a default may change. https://redis.io/docs/latest/commands/shutdown/
 */
const SAVES_AT_ITS_END = ['--save', '3600', '1', '--dbfilename', 'dump.rdb', '--appendonly', 'no'];

/** `redis-server` from the PATH, on a data folder of its own. */
function prepareRedis(place: ServerPlace): PreparedServer {
  mkdirSync(place.dataFolder, { recursive: true });
  const port = String(place.port);
  return {
    command: [
      'redis-server',
      '--port',
      port,
      '--bind',
      '127.0.0.1',
      '--dir',
      place.dataFolder,
      ...SAVES_AT_ITS_END,
    ],
    env: {},
    cwd: place.dataFolder,
    ready: {
      kind: 'tcp',
      port: '',
      send: 'PING\r\n',
      expect: { contains: '+PONG' },
      save: {},
      withinMs: 10_000,
      timeoutMs: 2_000,
    },
    stop: { signal: 'SIGTERM', withinMs: 10_000 },
    values: { url: `redis://127.0.0.1:${port}`, host: '127.0.0.1', port },
  };
}
