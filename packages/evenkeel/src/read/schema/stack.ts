import { z } from 'zod';
import { readiness, versionQuestion } from './check.ts';
import { command, duration, environmentVariables, name, text } from './common.ts';

const recipeShape = {
  folder: text.optional().describe('A local folder, copied'),
  git: z.strictObject({ repository: text, ref: text }).optional(),
  npm: z.array(text.min(1)).min(1).optional().describe('npm packages, e.g. my-server@${release.label}'),
  run: command.optional().describe('A command, run in the new folder'),
};
const recipe = z.strictObject(recipeShape);
export type RawRecipe = z.infer<typeof recipe>;

const install = z
  .strictObject({ ...recipeShape, base: recipe.optional(), target: recipe.optional() })
  .superRefine((value, ctx) => {
    const perRelease = value.base !== undefined || value.target !== undefined;
    if (!perRelease) return;
    for (const release of ['base', 'target'] as const) {
      if (value[release] === undefined) ctx.addIssue({ code: 'custom', message: `needs ${release} too` });
    }
    for (const key of ['folder', 'git', 'npm', 'run'] as const) {
      if (value[key] !== undefined) {
        ctx.addIssue({
          code: 'custom',
          path: [key],
          message: `${key} stands beside base and target; put it into both`,
        });
      }
    }
  })
  .describe(
    'How a release is installed: folder or git, then npm, then run; or base: and target: with one such each',
  );
export type RawInstall = z.infer<typeof install>;

const stop = z.strictObject({
  signal: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGKILL', 'SIGUSR1', 'SIGUSR2']).optional(),
  run: command.optional().describe('A command that stops it, instead of a signal'),
  within: duration.optional().describe('Killed after this, which is a failure. Default 10s'),
});
export type RawStop = z.infer<typeof stop>;

const processShape = {
  cwd: text.optional().describe('Where it runs. Default ${work}'),
  env: environmentVariables.optional(),
  ports: z
    .array(name)
    .min(1)
    .optional()
    .describe('Names of ports to pick: ${port.NAME}; ${port} is the first'),
  ready: readiness.optional().describe('When it is ready. Default: its port accepts connections'),
  stop: stop.optional(),
  logs: z.array(text).optional().describe('Log files, besides standard output and error'),
};

const postgres = z.strictObject({
  version: z.union([z.int(), text]).describe('A major (15 to 18) or an exact version of the npm package'),
  database: name.optional().describe('Default: app'),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  config: text.optional().describe('A postgresql.conf to include, e.g. ${files.conf}'),
});
export type RawPostgres = z.infer<typeof postgres>;

const startPerRelease = z.union([
  text.min(1),
  z.array(text).min(1),
  z.strictObject({ base: command, target: command }),
]);
export type RawStart = z.infer<typeof startPerRelease>;

const count = z.int().min(1).max(20);

export const service = z
  .strictObject({
    instances: z
      .union([count, z.strictObject({ offline: count.optional(), rolling: count.optional() })])
      .optional()
      .describe('How many run; or offline: and rolling: apart. Default 2'),
    after: z.array(text).optional().describe('Services that start before this one'),
    install: install.optional(),
    start: startPerRelease.optional().describe('The command that starts an instance; or base: and target:'),
    postgres: postgres.optional().describe('The service is a PostgreSQL server itself'),
    version: versionQuestion.optional().describe('How a running instance is asked for its release'),
    ...processShape,
  })
  .superRefine((value, ctx) => {
    if (value.postgres !== undefined) {
      for (const key of ['install', 'start', 'ready'] as const) {
        if (value[key] !== undefined)
          ctx.addIssue({ code: 'custom', path: [key], message: `${key} is given by postgres` });
      }
      return;
    }
    if (value.start === undefined)
      ctx.addIssue({ code: 'custom', message: 'start is missing: the command that starts an instance' });
    if (value.version === undefined) {
      ctx.addIssue({
        code: 'custom',
        message: 'version is missing: how a running instance is asked for its release',
      });
    }
  });
export type RawService = z.infer<typeof service>;

const { logs: _logs, stop: _stop, ...environmentShape } = processShape;
const environmentStop = stop.omit({ run: true });

export const environmentServer = z
  .strictObject({
    postgres: postgres.omit({ config: true }).optional().describe('A real PostgreSQL server from npm'),
    redis: z.strictObject({}).optional().describe('redis-server from the PATH'),
    start: command.optional(),
    install: recipe.optional(),
    ...environmentShape,
    stop: environmentStop.optional(),
  })
  .superRefine((value, ctx) => {
    const kinds = (['postgres', 'redis', 'start'] as const).filter((kind) => value[kind] !== undefined);
    if (kinds.length !== 1) {
      ctx.addIssue({ code: 'custom', message: 'needs exactly one of postgres, redis, start' });
      return;
    }
    if (kinds[0] === 'start') return;
    for (const key of ['install', 'cwd', 'env', 'ports', 'ready', 'stop'] as const) {
      if (value[key] !== undefined) {
        ctx.addIssue({ code: 'custom', path: [key], message: `${key} has no meaning with ${kinds[0]}` });
      }
    }
  });
export type RawEnvironmentServer = z.infer<typeof environmentServer>;
