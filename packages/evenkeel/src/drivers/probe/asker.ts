import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { Client } from 'pg';
import type { Answer, Asker, HttpRequest, TcpRequest } from '../../run/ports.ts';

const MAX_BODY = 1024 * 1024;
const SHOWN_ROWS = 5;

/** Asks real servers. Every request has a connection of its own, as a health check of a load balancer has. */
export const realAsker: Asker = { http: askHttp, sql: askSql, tcp: askTcp };

function askHttp(request: HttpRequest, timeoutMs: number, signal: AbortSignal): Promise<Answer> {
  const send = request.url.startsWith('https:') ? httpsRequest : httpRequest;
  const timeout = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const fail = (error: Error): void => {
      resolve({
        error: timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : wordError(error),
        text: '',
      });
    };
    try {
      const headers = { connection: 'close', ...request.headers };
      const options = {
        method: request.method,
        headers,
        agent: false,
        signal: AbortSignal.any([signal, timeout]),
      } as const;
      const sent = send(request.url, options, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= MAX_BODY) chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text, json: parsed(text) });
        });
      });
      sent.on('error', fail);
      sent.end(request.body);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function askSql(
  url: string,
  statement: string,
  params: readonly unknown[],
  timeoutMs: number,
): Promise<Answer> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const result = await client.query<Record<string, unknown>>(statement, [...params]);
    const last = Array.isArray(result) ? result.at(-1) : result;
    const rows = JSON.parse(JSON.stringify(last.rows.slice(0, SHOWN_ROWS))) as unknown[];
    return { text: JSON.stringify(rows), json: rows[0], rows: last.rowCount ?? last.rows.length };
  } catch (error) {
    return { error: wordError(error instanceof Error ? error : new Error(String(error))), text: '' };
  } finally {
    await client.end().catch(() => undefined);
  }
}

function askTcp(
  { port, send, isEnough }: TcpRequest,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const bound = AbortSignal.any([signal, timeout]);
  return new Promise((resolve) => {
    let text = '';
    let connected = false;
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = (error?: string): void => {
      bound.removeEventListener('abort', cutOff);
      socket.destroy();
      resolve(error === undefined ? { text } : { error, text });
    };
    const cutOff = (): void => finish(connected ? undefined : `no connection within ${timeoutMs / 1000} s`);
    bound.addEventListener('abort', cutOff);
    socket.on('error', (error) => finish(wordError(error)));
    socket.on('end', () => finish());
    socket.on('connect', () => {
      connected = true;
      if (send !== undefined) socket.write(send);
      if (isEnough(text)) finish();
    });
    socket.on('data', (chunk) => {
      text = (text + chunk.toString('utf8')).slice(-MAX_BODY);
      if (isEnough(text)) finish();
    });
  });
}

/** `connect ECONNREFUSED 127.0.0.1:4242`; Node leaves the message of an error on several addresses empty. */
function wordError(error: Error & { code?: string }): string {
  return error.message === '' ? (error.code ?? error.name) : error.message;
}
