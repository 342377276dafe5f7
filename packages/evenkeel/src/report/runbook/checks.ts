import { type Check, describeCheck, type TextExpectation } from '../../model/check.ts';
import { given } from '../../model/given.ts';
import type { Release, ReleaseName } from '../../model/release.ts';
import type { RunbookCheck } from '../../model/runbook.ts';
import { renderKnown, templateInWords, type Values } from '../../model/template.ts';
import type { Probe, Service, UpgradeModel } from '../../model/upgrade-model.ts';

/** The placeholders that mean the same outside of a rehearsal. */
export function valuesOf({ name, label, vars }: Release): Values {
  const own = Object.entries(vars).map(([key, value]) => [`vars.${key}`, value]);
  return { ...Object.fromEntries(own), 'release.name': name, 'release.label': label };
}

/** What an instance of a service must pass at a release: it is ready, says its version, answers its probes. */
export function checksOf(model: UpgradeModel, service: Service, release: ReleaseName): RunbookCheck[] {
  const values = valuesOf(model.releases[release]);
  const { version, program } = service;
  const ready = renderKnown(program[release].ready, values);
  const answer = {
    equals: renderKnown(version.equals, values),
    ...given({ json: version.json, matches: version.matches }),
  };
  const asked = renderKnown(version.check, values);
  return [
    { kind: 'ready', name: 'ready', words: inWords(ready), check: ready },
    { kind: 'version', name: 'version', words: versionInWords(asked, answer), check: asked, answer },
    ...model.probes
      .filter((probe) => probe.service === service.name)
      .map((probe) => probeCheck(probe, values)),
  ];
}

function probeCheck({ name, check }: Probe, values: Values): RunbookCheck {
  const known = renderKnown(check, values);
  return { kind: 'probe', name, words: inWords(known), check: known };
}

function versionInWords(
  check: Check,
  { equals, json, matches }: NonNullable<RunbookCheck['answer']>,
): string {
  const where = json === undefined ? (matches === undefined ? '' : ` by /${matches}/`) : ` at ${json}`;
  return `${templateInWords(describeCheck(check))} says ${templateInWords(equals)}${where}`;
}

/** A check and what counts as success. */
function inWords(check: Check): string {
  const within = check.withinMs > 0 ? `, within ${durationInWords(check.withinMs)}` : '';
  return `${templateInWords(describeCheck(check))}${templateInWords(expectationInWords(check))}${within}`;
}

const durationInWords = (ms: number): string => (ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`);

function expectationInWords(check: Check): string {
  switch (check.kind) {
    case 'http': {
      const { status } = check.expect;
      const answers = ` answers ${status.length === 0 ? '2xx' : status.join(' or ')}`;
      return `${answers}${jsonInWords(check.expect.json)}${textInWords(check.expect)}`;
    }
    case 'sql': {
      const { rows, json } = check.expect;
      return `${rows === undefined ? ' works' : ` gives ${rows} ${rows === 1 ? 'row' : 'rows'}`}${jsonInWords(json)}`;
    }
    case 'command':
      return ` exits with ${check.expect.exit}${textInWords(check.expect)}`;
    case 'tcp':
      return ` works${textInWords(check.expect)}`;
    case 'log':
      return ' is logged';
  }
}

const jsonInWords = (json: Readonly<Record<string, unknown>>): string =>
  Object.entries(json)
    .map(([path, value]) => `, ${path} is ${JSON.stringify(value)}`)
    .join('');

function textInWords({ contains, matches }: TextExpectation): string {
  const held = contains === undefined ? '' : `, the answer has ${JSON.stringify(contains)}`;
  return `${held}${matches === undefined ? '' : `, the answer matches /${matches}/`}`;
}
