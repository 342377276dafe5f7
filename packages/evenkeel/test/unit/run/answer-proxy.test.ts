import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realProxies } from '../../../src/drivers/probe/answer-proxy.ts';
import { realAsker } from '../../../src/drivers/probe/asker.ts';
import type { Answer, AnswerChange, HttpRequest } from '../../../src/run/ports.ts';

let server: Server;
let origin = '';

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    if (request.url === '/reset') return void request.socket.destroy();
    if (request.url === '/empty') return void response.writeHead(204).end();
    if (request.url === '/text') return void response.writeHead(404).end('nowhere');
    const { host, 'x-note': note } = request.headers;
    const seen = { method: request.method, url: request.url, host, note, body };
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(seen));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** What a check gets through the proxy, and what the proxy says that it changed. */
async function through(
  change: AnswerChange,
  path: string,
  more: Partial<HttpRequest> = {},
): Promise<Answer & { readonly changed: string | undefined }> {
  const proxy = await realProxies.open(origin, change);
  try {
    const request = { method: 'GET', url: `${proxy.origin}${path}`, headers: {}, ...more };
    const answer = await realAsker.http(request, 2000, new AbortController().signal);
    return { ...answer, changed: proxy.changed() };
  } finally {
    await proxy.close();
  }
}

describe('a proxy', () => {
  test('passes everything on as it is, in both directions', async () => {
    const more = { method: 'PUT', headers: { 'x-note': 'n' }, body: 'hello' };
    const { status, json, changed } = await through('none', '/a?b=%20c', more);
    expect({ status, changed }).toEqual({ status: 201, changed: undefined });
    const host = new URL(origin).host;
    expect(json).toEqual({ method: 'PUT', url: '/a?b=%20c', host, note: 'n', body: 'hello' });
  });

  test('turns a success into a failure, and the other way round, with the same body', async () => {
    const failed = await through('status', '/a');
    expect({ status: failed.status, changed: failed.changed }).toEqual({
      status: 500,
      changed: 'status 500',
    });
    expect(failed.json).toMatchObject({ url: '/a' });
    expect(await through('status', '/text')).toMatchObject({ status: 200, text: 'nowhere' });
  });

  test('replaces the body by one of the same kind, under the same status', async () => {
    expect(await through('body', '/a')).toMatchObject({ status: 201, json: { replaced: 'by evenkeel' } });
    expect(await through('body', '/text')).toMatchObject({ status: 404, text: 'replaced by evenkeel' });
  });

  test('says when there was nothing to change', async () => {
    expect(await through('body', '/empty')).toMatchObject({ status: 204, text: '', changed: undefined });
    expect(await through('status', '/reset')).toMatchObject({ changed: undefined });
  });

  test('does not answer where the service does not', async () => {
    expect((await through('none', '/reset')).error).toBeDefined();
  });
});
