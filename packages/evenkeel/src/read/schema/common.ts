import { z } from 'zod';

/** The names of things in a plan: they become folder names and parts of placeholders. */
export const NAME = /^[a-zA-Z][a-zA-Z0-9_-]{0,40}$/;

export const text = z.string({ error: expected('a text; put a number such as 4.0 in quotes') });

export const name = text.regex(NAME, { error: 'is not a name: a letter, then letters, digits, - or _' });

export const duration = text
  .regex(/^\d{1,6}(ms|s|m)$/, { error: 'is not a duration such as 500ms, 10s or 2m' })
  .describe('A duration: 500ms, 10s, 2m');

export const command = z
  .union([text.min(1), z.array(text).min(1)])
  .describe('A command: a string is run by /bin/sh -c, a list of words as it is');

export const environmentVariables = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .describe('Environment variables; placeholders are filled in');

/** A mapping from names to things. */
export function named<T extends z.ZodType>(entry: T) {
  return z.record(name, entry);
}

/** The message for a value of the wrong type; leaves a missing value to the one place that words it. */
export function expected(what: string): (issue: { readonly input?: unknown }) => string | undefined {
  return (issue) => (issue.input === undefined ? undefined : `should be ${what}`);
}

/** `500ms`, `10s`, `2m` in milliseconds. The text has been checked by the schema. */
export function toMs(value: string): number {
  const amount = Number.parseInt(value, 10);
  if (value.endsWith('ms')) return amount;
  return value.endsWith('m') ? amount * 60_000 : amount * 1000;
}
