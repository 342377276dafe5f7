import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parentIn, receiverIn } from '../../../src/cli/telemetry.ts';
import { postTraces } from '../../../src/drivers/telemetry.ts';
import { judge } from '../../../src/judge/judge.ts';
import type { Span } from '../../../src/report/trace.ts';
import { spansOf } from '../../../src/report/trace.ts';
import { BIN } from '../../support/cli.ts';
import { journalOf } from '../../support/journal.ts';
import { inUpgrade, smallModel } from '../../support/judged.ts';
import { tinyPlan } from '../../support/tiny-run.ts';

/** Whose parent is a span, whose child, ... up to the root, by names. */
function lineage(spans: readonly Span[], span: Span): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [span.name] : [...lineage(spans, parent), span.name];
}

describe('a run as a trace', () => {
  const events = journalOf(smallModel(), ['offline:frozen'], {
    fails: (at) =>
      inUpgrade(at) && at.step.action.kind === 'start' ? 'it does not start \ud800' : undefined,
  });
  const spans = spansOf(events, judge(events));

  test('nests steps in phases, phases in walks, walks in the run', () => {
    const step = spans.findLast(({ status }) => status.message === 'it does not start \ufffd');
    if (step === undefined) throw new Error('the failing step is no span');
    const names = lineage(spans, step);
    expect(names).toHaveLength(4);
    expect(names[0]).toBe('evenkeel run small 1.0.0 -> 2.0.0');
    expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(1);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    for (const { traceId, spanId } of spans)
      expect(`${traceId}-${spanId}`).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}$/);
  });

  test('has every span inside of its parent, at the times of the journal', () => {
    const root = spans[0];
    expect(root?.startTimeUnixNano).toBe(`${Date.UTC(2024, 0, 1)}000000`);
    expect(root?.endTimeUnixNano).toBe(`${events.at(-1)?.at}000000`);
    for (const span of spans) {
      const parent = spans.find(({ spanId }) => spanId === span.parentSpanId) ?? span;
      expect(BigInt(span.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(parent.startTimeUnixNano));
      expect(BigInt(span.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(parent.endTimeUnixNano));
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    }
  });

  test('has the failure in the step, its phase, its walk and the run, and nowhere else', () => {
    const failing = spans
      .filter(({ status }) => status.code === 2)
      .map((span) => lineage(spans, span).length);
    expect(failing.slice(0, 4)).toEqual([1, 2, 3, 4]);
    const control = spans.find(({ name }) => name.startsWith('control'));
    expect(control?.status.code).toBe(1);
  });

  test('is the same trace each time, and another below the span of a caller', () => {
    expect(spansOf(events, judge(events))).toEqual(spans);
    const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
    const [root] = spansOf(events, judge(events), parent);
    expect(root).toMatchObject({ traceId: parent.traceId, parentSpanId: parent.spanId });
  });
});

describe('where a trace goes', () => {
  test('is told by the names of OpenTelemetry', () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20x=y, X-Team = a ',
    };
    expect(receiverIn(env)).toEqual({
      url: 'http://collector:4318/v1/traces',
      headers: { authorization: 'Bearer x=y', 'x-team': 'a' },
      timeoutMs: 10_000,
    });
    expect(receiverIn({ ...env, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://t/x' })).toMatchObject({
      url: 'https://t/x',
    });
    expect(receiverIn({})).toBeUndefined();
    expect(receiverIn({ ...env, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  });

  test('that makes no sense is said without a secret', () => {
    for (const bad of ['nowhere', 'file:///etc/passwd'])
      expect(receiverIn({ OTEL_EXPORTER_OTLP_ENDPOINT: bad })).toMatch(/is no http or https address/);
    const headers = receiverIn({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=se%0acret',
    });
    expect(headers).toBe('OTEL_EXPORTER_OTLP_HEADERS is not as name=value,name=value');
  });

  test('is below the span of TRACEPARENT, when that is one', () => {
    const [traceId, spanId] = ['1'.repeat(32), '2'.repeat(16)];
    expect(parentIn({ TRACEPARENT: `00-${traceId}-${spanId}-01` })).toEqual({ traceId, spanId });
    for (const bad of ['', 'x', `00-${'0'.repeat(32)}-${spanId}-01`, `00-${traceId}-${'0'.repeat(16)}-01`])
      expect(parentIn({ TRACEPARENT: bad })).toBeUndefined();
  });
});

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-trace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A real run with more in its environment. */
async function runWith(out: string, env: Record<string, string>): Promise<{ code: number; stderr: string }> {
  writeFileSync(join(folder, 'plan.yaml'), tinyPlan('2.0.0'));
  const args = [BIN, 'run', 'plan.yaml', '--cell', 'offline:together', '--out', out];
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number];
  return { code, stderr };
}

describe('a real run', () => {
  test('arrives at a receiver', async () => {
    const got: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString('utf8');
      });
      request.on('end', () => {
        got.push({ url: request.url, headers: request.headers, body });
        response.end('{}');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runWith('sent', {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=k',
      OTEL_SERVICE_NAME: 'my-ci',
    });
    server.close();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(got).toMatchObject([
      { url: '/v1/traces', headers: { 'content-type': 'application/json', 'x-key': 'k' } },
    ]);
    const { resourceSpans } = JSON.parse(got[0]?.body ?? '') as {
      resourceSpans: { resource: object; scopeSpans: { spans: Span[] }[] }[];
    };
    expect(resourceSpans[0]?.resource).toMatchObject({
      attributes: expect.arrayContaining([{ key: 'service.name', value: { stringValue: 'my-ci' } }]),
    });
    const spans = resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect(spans.map(({ name }) => name)).toContain("start api-1 with target's code");
    expect(spans.filter(({ status }) => status.code === 2)).toEqual([]);
  });
});

describe('a trace that cannot be sent', () => {
  test('is said in words, and nothing else', async () => {
    const answers: Record<string, string | undefined> = {};
    const server = createServer((request, response) => {
      if (request.url === '/slow') return;
      response.writeHead(request.url === '/moved' ? 302 : 500, { location: '/gone' }).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    for (const path of ['slow', 'moved', 'broken'])
      answers[path] = await postTraces(
        { url: `http://127.0.0.1:${port}/${path}`, headers: { 'x-key': 'secret' }, timeoutMs: 200 },
        ['{}'],
      );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    answers.closed = await postTraces({ url: `http://127.0.0.1:${port}/`, headers: {}, timeoutMs: 5000 }, [
      '{}',
    ]);
    expect(answers).toEqual({
      slow: 'no answer within 200 ms',
      moved: 'answered 302',
      broken: 'answered 500',
      closed: expect.stringMatching(/^(ECONNREFUSED|UND_ERR_SOCKET|ECONNRESET)$/),
    });
  });
});
