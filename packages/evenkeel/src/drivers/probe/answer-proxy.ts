import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { AnswerChange, OpenProxy, ProxyDriver } from '../../run/ports.ts';

/** A status that says the opposite: of a success a failure, and the other way round. */
const FAILURE = 500;
const SUCCESS = 200;
const JSON_BODY = '{"replaced":"by evenkeel"}';
const TEXT_BODY = 'replaced by evenkeel';

/** Proxies on 127.0.0.1, on ports that the kernel picks. */
export const realProxies: ProxyDriver = { open: openProxy };

async function openProxy(origin: string, change: AnswerChange): Promise<OpenProxy> {
  let changed: string | undefined;
  const server = createServer((request, response) => {
    passOn(origin, request, response, (answer) => {
      changed = answerChanged(request, answer, change, response) ?? changed;
    });
  });
  server.on('clientError', (_, socket) => socket.destroy());
  await listen(server);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    changed: () => changed,
    close: () => close(server),
  };
}

/** Asks the origin what the proxy was asked. When that does not answer, nor does the proxy. */
function passOn(
  origin: string,
  request: IncomingMessage,
  response: ServerResponse,
  onAnswer: (answer: IncomingMessage) => void,
): void {
  const giveUp = (): void => {
    response.destroy();
  };
  const send = origin.startsWith('https:') ? httpsRequest : httpRequest;
  try {
    const ownHost = `127.0.0.1:${request.socket.localPort}`;
    const host = request.headers.host === ownHost ? new URL(origin).host : request.headers.host;
    const headers = { ...request.headers, host };
    const sent = send(`${origin}${request.url}`, { method: request.method, headers, agent: false });
    sent.on('response', (answer) => {
      answer.on('error', giveUp);
      onAnswer(answer);
    });
    sent.on('error', giveUp);
    response.on('close', () => sent.destroy());
    request.pipe(sent);
  } catch {
    giveUp();
  }
}

/** Sends an answer on; returns what it has instead, in words. */
function answerChanged(
  request: IncomingMessage,
  answer: IncomingMessage,
  change: AnswerChange,
  response: ServerResponse,
): string | undefined {
  const { 'transfer-encoding': _, connection: __, ...headers } = answer.headers;
  const status = answer.statusCode ?? 0;
  if (change === 'body' && hasBody(request, answer)) {
    const { 'content-length': ___, 'content-encoding': ____, ...others } = headers;
    const body = /json/i.test(String(headers['content-type'])) ? JSON_BODY : TEXT_BODY;
    answer.resume();
    response.writeHead(status, others).end(body);
    return `the body ${body}`;
  }
  const sent = change === 'status' ? otherThan(status) : status;
  response.writeHead(sent, headers);
  answer.pipe(response);
  return change === 'status' ? `status ${sent}` : undefined;
}

function otherThan(status: number): number {
  return status < 400 ? FAILURE : SUCCESS;
}

function hasBody({ method }: IncomingMessage, { statusCode, headers }: IncomingMessage): boolean {
  const isBare = method === 'HEAD' || statusCode === 204 || statusCode === 304;
  return !isBare && headers['content-length'] !== '0';
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
