import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { planJsonSchema } from '../../../src/read/schema/plan.ts';
import { schemaFaults } from '../../support/json-schema.ts';
import { placeIn } from '../../support/model.ts';
import { LIST_PLAN, modelOfStep, readList } from '../../support/release-list.ts';

const promised = (id: string): string[] =>
  modelOfStep(id).promises.map(({ cell, rollback }) => `${cell}${rollback ? '/rollback' : ''}`);

describe('a plan that lists its releases', () => {
  test('is read as its steps: each to the next, past one, and in a row', () => {
    const result = readList();
    expect('steps' in result && result.steps.map(({ step }) => [step?.id, step?.kind])).toEqual([
      ['17-to-18', 'next'],
      ['18-to-19', 'next'],
      ['17-to-19', 'skip'],
      ['17-to-18-to-19', 'row'],
    ]);
  });

  test('has the labels, installs and start lines of the releases of a step', () => {
    const { releases, services } = modelOfStep('17-to-19');
    expect([releases.base.label, releases.target.label]).toEqual(['17', '19.0.0']);
    expect(releases.target.vars).toEqual({ flag: 'new' });
    expect(services[0]?.install.base.folder).toBe('/plans');
    expect(services[0]?.install.target.npm).toEqual(['api@${release.label}']);
    expect([services[0]?.program.base.start, services[0]?.program.target.start]).toEqual(['api-old', 'api']);
  });

  test('has one variant of a file where both releases of a step have the same', () => {
    expect(modelOfStep('17-to-18').files[0]).toMatchObject({ variants: 1, from: { base: '/plans/a.conf' } });
    expect(modelOfStep('18-to-19').files[0]).toMatchObject({
      variants: 2,
      from: { target: '/plans/b.conf' },
    });
  });

  test('migrates and orders by the release that a step leads to, also where others are skipped', () => {
    const stages = (id: string): string[] => modelOfStep(id).migrations.map(({ stage }) => stage);
    expect(stages('17-to-18')).toEqual(['migrate']);
    expect(stages('18-to-19')).toEqual(['expand', 'contract']);
    expect(stages('17-to-19')).toEqual(['expand', 'contract']);
    expect(modelOfStep('17-to-18').order).toEqual([]);
    expect(modelOfStep('17-to-19').order).toEqual([{ first: 'schema:expand', second: 'api' }]);
  });

  test('has exceptions for the steps that they name, or for all', () => {
    const names = (id: string): string[] => modelOfStep(id).exceptions.map(({ name }) => name);
    expect(names('17-to-18')).toEqual(['reindex', 'always']);
    expect(names('18-to-19')).toEqual(['always']);
    expect(names('17-to-19')).toEqual(['reindex', 'always']);
  });

  test('promises steps to the next release, a row what is offline, and a skip what names it', () => {
    expect(promised('17-to-18')).toEqual(['offline:together', 'rolling:after']);
    expect(promised('17-to-19')).toEqual(['offline:together/rollback']);
    expect(promised('17-to-18-to-19')).toEqual(['offline:together']);
    const without = LIST_PLAN.replace('  - 17-to-19 offline:together/rollback\n', '');
    expect(modelOfStep('17-to-19', without)).toMatchObject({ promises: [], isUnpromised: true });
    const none = LIST_PLAN.slice(0, LIST_PLAN.indexOf('promises:'));
    expect(modelOfStep('17-to-19', none).isUnpromised).toBeUndefined();
  });

  test('in a row goes from the first pair to the last', () => {
    const { releases, before } = modelOfStep('17-to-18-to-19');
    expect([releases.base.label, releases.target.label]).toEqual(['18.0.1', '19.0.0']);
    expect(before?.map((each) => [each.releases.base.label, each.releases.target.label])).toEqual([
      ['17', '18.0.1'],
    ]);
  });

  test('fits the JSON Schema, and so do promises by verdict', () => {
    const schema = planJsonSchema() as Parameters<typeof schemaFaults>[0];
    expect(schemaFaults(schema, parse(LIST_PLAN))).toEqual([]);
    const promises = { 'offline:together': 'warns', '17-to-19 offline:together': 'exception' };
    expect(schemaFaults(schema, { ...parse(LIST_PLAN), promises })).toEqual([]);
    expect(schemaFaults(schema, { ...parse(LIST_PLAN), releases: ['17'] })).not.toEqual([]);
    expect(schemaFaults(schema, { ...parse(LIST_PLAN), promises: ['17-to-19 '] })).not.toEqual([]);
  });
});

describe('a mistake in such a plan is told once, with its place', () => {
  const ENTRY = '{ label: 18.0.1, name: "18" }';
  const OTHERS = `  - ${ENTRY}\n  - { label: 19.0.0, name: "19", vars: { flag: new } }\n`;
  test.each([
    ['one release', OTHERS, '', '- 17\n', /two to five of them, not 1/],
    ['a release without a name', ENTRY, '{ node: 20.1.0 }', '{ node', /has no name/],
    ['a number that is none of a release', ENTRY, '1.5', '1.5', /has no name/],
    ['a name twice', ENTRY, '{ label: 18.0.1, name: 17 }', '{ label: 18', /two releases are named "17"/],
    [
      'a name that means something else',
      ENTRY,
      '{ label: base }',
      '{ label: base',
      /"base" cannot be the name/,
    ],
    [
      'a wrong key of a release',
      ENTRY,
      '{ label: 18.0.1, name: "18", nod: 1 }',
      'nod: 1',
      /unknown key "nod"/,
    ],
    [
      'the same label twice',
      'label: 18.0.1',
      'label: "17"',
      '"17", name',
      /in 17-to-18: base and target are both "17"/,
    ],
    ['an unknown release', '      18: { npm', '      81: { npm', '81: {', /no release is named "81"/],
    [
      'a release without a start line',
      ', 19: api }',
      ' }',
      '{ 17: api-old',
      /services\.api\.start needs 19 too/,
    ],
    [
      'base in a list',
      'start: { 17: api-old',
      'start: { base: api-old',
      'base: api-old',
      /no release is named "base"/,
    ],
    ['a wrong install', '17: { folder: . }', '17: { foldr: . }', 'foldr', /unknown key "foldr"/],
    ['a file that is not there', '19: b.conf', '19: c.conf', 'c.conf', /c\.conf does not exist/],
    ['an unknown stage', 'contract: api contract', 'contrct: api', 'contrct', /unknown key "contrct"/],
    [
      'an unknown schema step',
      '19: [expand before',
      '19: [migrate before',
      'migrate before',
      /neither a service nor a schema/,
    ],
    ['an unknown step of an exception', '[17-to-18,', '[17-to-81,', '17-to-81', /"17-to-81" is no step/],
    ['an unknown step of a promise', '- 17-to-19 off', '- 19-to-17 off', '19-to-17', /"19-to-17" is no step/],
    [
      'an unknown cell of a promise',
      '17-to-19 offline:together/',
      '17-to-19 ofline/',
      '17-to-19 ofline',
      /"ofline\/rollback" is not known/,
    ],
    [
      'a row that is not offline',
      '17-to-19 offline:together/rollback',
      '17-to-18-to-19 rolling:after',
      '17-to-18-to-19',
      /only offline:together is walked/,
    ],
    [
      'a mistake that every step has',
      'service: api, http',
      'service: apj, http',
      'apj',
      /no service is named "apj"/,
    ],
  ])('%s', (_, from, to, at, says) => {
    const text = LIST_PLAN.replace(from, () => to);
    expect(text).not.toBe(LIST_PLAN);
    const result = readList(text);
    const issues = 'issues' in result ? result.issues : [];
    const told = issues.filter(({ message }) => says.test(message));
    expect(told).toEqual([expect.objectContaining({ file: 'plan.yaml', ...placeIn(text, at) })]);
  });
});
