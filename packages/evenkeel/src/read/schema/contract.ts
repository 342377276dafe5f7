import { z } from 'zod';
import { isDay } from '../../model/day.ts';
import { FAIL_ON } from '../../model/finding.ts';
import { POLICIES } from '../../model/policies.ts';
import { expected, text } from './common.ts';

const day = text
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'is not a day such as 2025-04-02', abort: true })
  .refine(isDay, { error: 'is not a day of the calendar' });

const release = z
  .union([
    text.min(1),
    z.strictObject({
      release: text.min(1).describe('A schema file, a folder, or a git ref'),
      version: text.min(1).optional().describe('As the schema names versions; put 4.0 in quotes'),
      date: day.optional().describe('When it was released. Default for a git ref: the day of its commit'),
    }),
  ])
  .describe('A schema file, a folder, or a git ref; or release:, version: and date:');
export type RawReleaseSource = z.infer<typeof release>;

const whole = z.int({ error: expected('a whole number') });

/** The numbers of a policy, as the plan and the command line name them. */
export const policyNumbers = {
  releases: whole.min(1).max(100).optional().describe('Releases in which it must be deprecated. Default 1'),
  months: whole.min(0).max(1200).optional().describe('Months between that release and target. Default 0'),
  remove_only_in: z.enum(['major']).optional().describe('Nothing may go in another release'),
};

const ownPolicy = z
  .strictObject({
    ...policyNumbers,
    name: text.min(1).max(80).optional().describe('What findings call it. Default: its numbers'),
    source: text.min(1).optional().describe('Where it is written down'),
  })
  .superRefine((value, ctx) => {
    const keys = ['releases', 'months', 'remove_only_in'] as const;
    if (keys.every((key) => value[key] === undefined))
      ctx.addIssue({ code: 'custom', message: `needs ${keys.join(', ')}, or some of them` });
  });

const policy = z
  .union([ownPolicy, z.enum(POLICIES.map(({ name }) => name))])
  .describe('How long deprecations must last; by name, or in numbers. Default: openstack');
export type RawPolicy = z.infer<typeof policy>;

/** What `evenkeel check` looks at. */
export const contract = z
  .strictObject({
    base: release.optional(),
    target: release.optional(),
    config: text.min(1).optional().describe('Where the configuration schema is in a release'),
    filters: text.min(1).optional().describe('Where the folder of filter files is in a release'),
    migrations: text.min(1).optional().describe('Where the folder of SQL migrations is in a release'),
    notes: text.min(1).optional().describe('Where the folder of release notes is in a release'),
    files: z.array(text.min(1)).min(1).optional().describe("Operators' configuration files, for base"),
    layered: z.boolean().optional().describe('The files are read one over the other. Default: each alone'),
    policy: policy.optional(),
    fail_on: z.enum(FAIL_ON).optional().describe('Exit with 1 for findings as bad as this. Default: error'),
    baseline: text.min(1).optional().describe('Findings that are accepted for now'),
  })
  .describe('What "evenkeel check" looks at');
export type RawContract = z.infer<typeof contract>;

/** A plan file that is for `evenkeel check` alone. */
export const contractFile = z.strictObject({
  version: z.literal(1),
  name: text.min(1).max(80),
  contract,
});
