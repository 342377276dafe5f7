import { describe, expect, test } from 'vitest';
import { cellFolders, instanceNamed, makeStack, portsNeeded } from '../../../src/run/stack.ts';
import { environmentFor, valuesFor } from '../../../src/run/values.ts';
import { FULL_PLAN, modelOf } from '../../support/model.ts';

const model = modelOf(FULL_PLAN);
const folders = cellFolders({ out: '/out', scratch: '/scratch' }, 'cell', 'cell');
const ports = Array.from({ length: portsNeeded(model, 'rolling') }, (_, index) => 5000 + index);
const stack = makeStack(model, 'rolling', folders, ports);
const api2 = instanceNamed(stack, 'api-2');

describe('the values of placeholders', () => {
  test('ports are given to each server and instance, none of them twice', () => {
    const given = [...stack.servers, ...stack.instances].flatMap((entry) => Object.values(entry.ports));
    expect(given.sort()).toEqual(ports);
    // One each for db and cache, two for mail; two for each of three api; one for each other instance.
    expect(ports).toHaveLength(1 + 1 + 2 + 3 * 2 + 2 + 1);
  });

  test('an instance has its own port, url, folder and number', () => {
    const values = valuesFor(model, stack, { instance: api2 });
    expect(values).toMatchObject({
      instance: 'api-2',
      'instance.number': '2',
      port: String(api2.ports.http),
      'port.http': String(api2.ports.http),
      'port.admin': String(api2.ports.admin),
      url: `http://127.0.0.1:${api2.ports.http}`,
      work: api2.work,
    });
  });

  test('a service has the url of its first instance, and those of all with commas', () => {
    const values = valuesFor(model, stack, {});
    const first = ['api-1', 'api-2', 'api-3'].map((name) => instanceNamed(stack, name).ports.http);
    expect(values['services.api.port']).toBe(String(first[0]));
    expect(values['services.api.ports']).toBe(first.join(','));
    expect(values['services.api.urls']).toBe(first.map((port) => `http://127.0.0.1:${port}`).join(','));
  });

  test("a file of which each instance has a copy lies in the instance's own folder", () => {
    expect(valuesFor(model, stack, { instance: api2 })['files.conf']).toBe(
      `${folders.files}/api-2/etc/api.conf`,
    );
    expect(valuesFor(model, stack, {})['files.motd']).toBe(`${folders.files}/motd`);
    expect(valuesFor(model, stack, {})['files.conf']).toBeUndefined();
  });

  test('a release has its name, its label and its words', () => {
    const values = valuesFor(model, stack, {
      release: model.releases.target,
      item: 'x',
      store: { key: 'v' },
    });
    expect(values).toMatchObject({
      'release.name': 'target',
      'release.label': '2.0.0',
      'vars.flag': '--two',
      item: 'x',
      'store.key': 'v',
    });
  });

  test('commands are told the same in their environment, and nothing that is not known', () => {
    const subject = {
      instance: api2,
      release: model.releases.base,
      install: '/in',
      item: 'x',
      store: { key: 'v' },
    };
    expect(environmentFor(stack, subject)).toMatchObject({
      EVENKEEL_RELEASE: 'base',
      EVENKEEL_LABEL: '1.0.0',
      EVENKEEL_INSTALL: '/in',
      EVENKEEL_DATA: folders.data,
      EVENKEEL_FILES: folders.files,
      EVENKEEL_INSTANCE: 'api-2',
      EVENKEEL_WORK: api2.work,
      EVENKEEL_PORT: String(api2.ports.http),
      EVENKEEL_URL: `http://127.0.0.1:${api2.ports.http}`,
      EVENKEEL_ITEM: 'x',
      EVENKEEL_STORE_key: 'v',
    });
    expect(Object.keys(environmentFor(stack, {}))).not.toContain('EVENKEEL_ITEM');
  });
});
