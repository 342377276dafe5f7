import type { Check, TextExpectation } from '../model/check.ts';
import { sameJson, valueAtPath } from '../model/json-path.ts';
import type { Answer } from './ports.ts';

const MAX_SHOWN = 400;

/** What is wrong with an answer, in words; `undefined` when it is as expected. */
export function faultOf(check: Check, answer: Answer): string | undefined {
  if (answer.error !== undefined) return answer.error;
  switch (check.kind) {
    case 'http':
      return (
        statusFault(check.expect.status, answer) ??
        jsonFault(check.expect.json, answer) ??
        textFault(check.expect, answer.text)
      );
    case 'sql':
      return rowsFault(check.expect.rows, answer) ?? jsonFault(check.expect.json, answer);
    case 'tcp':
      return textFault(check.expect, answer.text);
    case 'command':
      return answer.status === check.expect.exit
        ? textFault(check.expect, answer.text)
        : `exit code ${answer.status}, expected ${check.expect.exit}`;
    case 'log':
      return new RegExp(check.pattern, 'm').test(answer.text) ? undefined : 'no such line was logged';
  }
}

function statusFault(expected: readonly number[], answer: Answer): string | undefined {
  const status = answer.status ?? 0;
  const right = expected.length === 0 ? status >= 200 && status < 300 : expected.includes(status);
  return right
    ? undefined
    : `answered ${status}, expected ${expected.length === 0 ? '2xx' : expected.join(' or ')}`;
}

function rowsFault(expected: number | undefined, answer: Answer): string | undefined {
  return expected === undefined || answer.rows === expected
    ? undefined
    : `${answer.rows} rows, expected ${expected}`;
}

function jsonFault(expected: Readonly<Record<string, unknown>>, answer: Answer): string | undefined {
  for (const [path, value] of Object.entries(expected)) {
    const found = valueAtPath(answer.json, path);
    if (!sameJson(found, value))
      return `${path} is ${shorten(JSON.stringify(found) ?? 'absent')}, expected ${shorten(JSON.stringify(value))}`;
  }
  return undefined;
}

function textFault(expected: TextExpectation, text: string): string | undefined {
  if (expected.contains !== undefined && !text.includes(expected.contains))
    return `the answer does not contain "${expected.contains}"`;
  if (expected.matches !== undefined && !new RegExp(expected.matches, 'm').test(text)) {
    return `the answer does not match /${expected.matches}/`;
  }
  return undefined;
}

/** What to keep of an answer, by store key; or what could not be found in it. */
export function savedFrom(
  check: Check,
  answer: Answer,
): { saved: Record<string, string> } | { fault: string } {
  const saved: Record<string, string> = { ...answer.saved };
  for (const [key, path] of Object.entries(check.save)) {
    const value = valueAtPath(answer.json, path);
    if (value === undefined || value === null)
      return { fault: `the answer has no ${path} to save as ${key}` };
    saved[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return { saved };
}

/** A text cut to a readable length. */
export function shorten(text: string, most = MAX_SHOWN): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
