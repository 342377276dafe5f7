import type { Check, HttpCheck, TextExpectation } from '../../../model/check.ts';
import type { RunbookCheck } from '../../../model/runbook.ts';
import { commandTask } from './command-task.ts';
import { jinjaExpression, jinjaPath, jinjaString, jinjaText, jinjaValue } from './jinja.ts';
import type { Task } from './task.ts';

const ANSWER = 'evenkeel_answer';
/** Of uri, whatever the answer is made of. */
const CONTENT = `(${ANSWER}.content | default(''))`;
/** Of commands. */
const OUTPUT = `((${ANSWER}.stdout | default('')) ~ (${ANSWER}.stderr | default('')))`;

/** Tasks that check one instance, on its own host. */
export function checkTasks(service: string, checks: readonly RunbookCheck[]): Task[] {
  return checks.map((check) => checkTask(service, check));
}

function checkTask(service: string, { kind, name, words, check, answer }: RunbookCheck): Task {
  const { doing, faults, text } = actionOf(check, name);
  const all = answer === undefined ? faults : [...faults, versionFault(answer, text, check.kind === 'http')];
  return {
    name: `Check ${service}, ${kind === 'probe' ? `probe ${name}` : kind}: ${oneLine(words)}`,
    ...doing,
    register: ANSWER,
    ...(all.length > 0 && { failed_when: all.join(' or ') }),
    changed_when: false,
    ...patience(check),
  };
}

/** Tried again each second, for as long as the plan does. */
function patience({ withinMs }: Check): Task {
  if (withinMs === 0) return {};
  return { until: `${ANSWER} is not failed`, retries: Math.ceil(withinMs / 1000), delay: 1 };
}

interface Action {
  readonly doing: Task;
  /** Conditions, any of which is a failure. */
  readonly faults: readonly string[];
  /** An expression for the whole answer. */
  readonly text: string;
}

function actionOf(check: Check, name: string): Action {
  switch (check.kind) {
    case 'http':
      return { doing: { 'ansible.builtin.uri': uriOf(check) }, faults: httpFaults(check), text: CONTENT };
    case 'command': {
      const faults = [
        `${ANSWER}.rc | default(-1) != ${check.expect.exit}`,
        ...textFaults(check.expect, OUTPUT),
      ];
      return { doing: commandTask(check.command), faults, text: OUTPUT };
    }
    case 'tcp':
      if (
        check.send === undefined &&
        check.expect.contains === undefined &&
        check.expect.matches === undefined
      )
        return {
          doing: { 'ansible.builtin.wait_for': addressOf(check.port, check.timeoutMs) },
          faults: [],
          text: CONTENT,
        };
      return operatorsOwn(name);
    default:
      return operatorsOwn(name);
  }
}

/** What Ansible has no module for: a command of the operator's that does what the plan's check does. */
function operatorsOwn(name: string): Action {
  const variable = `evenkeel_check_${name.replace(/\W+/g, '_')}_command`;
  const doing = { 'ansible.builtin.shell': { cmd: `{{ ${variable} }}` } };
  return { doing, faults: [`${ANSWER}.rc | default(-1) != 0`], text: OUTPUT };
}

const urlOf = (port: string): string =>
  port === '' ? 'evenkeel_url' : `evenkeel_url_${port.replace(/\W+/g, '_')}`;

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

function addressOf(port: string, timeoutMs: number): Task {
  const url = urlOf(port);
  return {
    host: `{{ ${url} | urlsplit('hostname') }}`,
    port: `{{ ${url} | urlsplit('port') }}`,
    timeout: seconds(timeoutMs),
  };
}

function uriOf({ method, path, port, headers, body, timeoutMs }: HttpCheck): Task {
  const own = path.startsWith('/') ? `{{ ${urlOf(port)} }}` : '';
  const filled = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, jinjaText(value)]));
  return {
    url: `${own}${jinjaText(path)}`,
    method,
    ...(Object.keys(filled).length > 0 && { headers: filled }),
    ...bodyOf(body),
    // every status is an answer: which is right is for failed_when to say
    status_code: '{{ range(100, 600) | list }}',
    follow_redirects: 'none',
    use_proxy: false,
    return_content: true,
    timeout: seconds(timeoutMs),
  };
}

function bodyOf(body: unknown): Task {
  if (body === undefined) return {};
  if (typeof body === 'string') return { body: jinjaText(body) };
  return { body_format: 'json', body: jinjaDeep(body) };
}

function jinjaDeep(value: unknown): unknown {
  if (typeof value === 'string') return jinjaText(value);
  if (Array.isArray(value)) return value.map(jinjaDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, jinjaDeep(entry)]));
}

function httpFaults({ expect }: HttpCheck): string[] {
  const status = `(${ANSWER}.status | default(-1))`;
  const isWrong =
    expect.status.length === 0
      ? `${status} < 200 or ${status} > 299`
      : `${status} not in [${expect.status.join(', ')}]`;
  const json = Object.entries(expect.json).map(
    ([path, value]) => `${jinjaPath(`${ANSWER}.json`, path)} != ${jinjaValue(value)}`,
  );
  return [isWrong, ...json, ...textFaults(expect, CONTENT)];
}

function textFaults({ contains, matches }: TextExpectation, text: string): string[] {
  return [
    ...(contains === undefined ? [] : [`${jinjaExpression(contains)} not in ${text}`]),
    ...(matches === undefined ? [] : [`${text} is not search(${jinjaExpression(matches)}, multiline=true)`]),
  ];
}

/** An answer that does not name the release. */
function versionFault(
  { equals, json, matches }: NonNullable<RunbookCheck['answer']>,
  text: string,
  isJson: boolean,
): string {
  const said = json === undefined || !isJson ? text : `${jinjaPath(`${ANSWER}.json`, json)} | string`;
  const named =
    matches === undefined
      ? `(${said}) | trim`
      : `(${said}) | regex_search(${jinjaString(matches)}, '\\\\1', multiline=true) | default([''], true) | first`;
  return `(${named}) != ${jinjaExpression(equals)}`;
}

/** On one line: names of tasks are printed. */
const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/\{[{%#]/g, '{ ');
