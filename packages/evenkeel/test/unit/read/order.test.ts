import { describe, expect, test } from 'vitest';
import { formatIssue } from '../../../src/model/issue.ts';
import { issuesOf, modelOf, SMALL_PLAN } from '../../support/model.ts';

/** The small plan with a worker, schema steps and an order. */
function planWith(lines: readonly string[], migrate = ''): string {
  const worker = '  worker: { start: work, version: { http: GET /v } }\n';
  const services = SMALL_PLAN.replace(/^services:\n/m, `services:\n${worker}`);
  const probes = services.replace(/^probes:\n/m, 'probes:\n  beat: { service: worker, tcp: true }\n');
  return `${probes}${migrate}order: [${lines.map((line) => `"${line}"`).join(', ')}]\n`;
}

const orderOf = (lines: readonly string[], migrate?: string): readonly unknown[] =>
  modelOf(planWith(lines, migrate)).order;

const mistakesIn = (lines: readonly string[], migrate?: string): string =>
  issuesOf(planWith(lines, migrate)).map(formatIssue).join('\n');

const STEPS = 'migrate: { expand: e, contract: c }\n';

describe('the documented order', () => {
  test('says who comes first, in both ways of saying it', () => {
    expect(orderOf(['api after worker'])).toEqual([{ first: 'worker', second: 'api' }]);
    expect(orderOf(['worker before api'])).toEqual([{ first: 'worker', second: 'api' }]);
  });

  test('names schema steps too', () => {
    const any = 'migrate: { expand: { run: e, rolling: any } }\n';
    expect(orderOf(['expand after worker'], any)).toEqual([{ first: 'worker', second: 'schema:expand' }]);
  });

  test.each([
    [
      'something that is not there',
      ['api after wroker'],
      '',
      /"wroker" is neither a service nor a schema step.*worker/s,
    ],
    ['a circle', ['api after worker', 'worker after api'], '', /"worker after api" contradicts/],
    ['itself', ['api after api'], '', /"api after api" contradicts/],
    [
      'the place of a schema step',
      ['expand after api'],
      STEPS,
      /"expand after api" contradicts.*rolling: any/s,
    ],
    ['no sentence', ['api worker'], '', /is not an order such as/],
  ])('that speaks of %s is a mistake', (_, lines, migrate, words) => {
    expect(mistakesIn(lines, migrate)).toMatch(words);
  });

  test('is a mistake when an early schema step follows a late one', () => {
    const late = 'migrate: { expand: { run: e, rolling: after }, migrate: m }\n';
    expect(mistakesIn([], late)).toMatch(/migrate is run before the first instance.*expand.*after the last/s);
  });
});
