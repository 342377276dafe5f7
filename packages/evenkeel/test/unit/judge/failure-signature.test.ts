import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/model/event.ts';
import { failureSignature } from '../../../src/model/failure-signature.ts';

const ended = (text: string, source = 'api-1'): Failure => ({
  message: 'api-1@target ended before it was ready: exit code 1',
  instance: 'api-1',
  log: [{ source, text }],
});
const start = (failure: Failure): string => failureSignature('upgrade', 'start', failure);

describe('failures that look alike', () => {
  it('differ in numbers and in the folders of their runs only', () => {
    const one = start(ended('12:00:01 [17] FATAL: cannot read "/tmp/a/cells/one/files/app.conf" line 4'));
    expect(start(ended('12:31:09 [9] FATAL: cannot read "/tmp/b/cells/two~x/files/app.conf" line 7'))).toBe(
      one,
    );
    expect(
      start(ended('12:00:01 [17] FATAL: cannot read "/tmp/a/cells/one/files/other.conf" line 4')),
    ).not.toBe(one);
  });

  it('do not, when a process ends for another reason', () => {
    expect(start(ended('FATAL: unknown option'))).not.toBe(start(ended('FATAL: data of another release')));
  });

  it('are not told apart by what another instance logs, nor by the logs of requests', () => {
    expect(start(ended('hello', 'worker-1'))).toBe(start(ended('good day', 'worker-1')));
    const verify = (text: string): string => failureSignature('upgrade', 'resource', ended(text));
    expect(verify('GET / 200')).toBe(verify('GET /notes 404'));
  });
});
