import { WireProblem } from './frames.js';
import { encodeText } from './text.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What a client asks: of an object by its id, or of the daemon itself. */
export type Request = {
  readonly ident: string | undefined;
  readonly method: string;
  readonly args: readonly Json[];
  readonly kwargs: Readonly<Record<string, Json>>;
};

export type ReplyKind = '#RETURN' | '#ERROR' | '#TRACEBACK' | '#UNSERIALIZABLE';

/** @throws WireProblem when it is not `[ident, method, args, kwargs]` */
export function parseRequest(body: Buffer): Request {
  const message = parseJson(body);
  if (!Array.isArray(message) || message.length !== 4) throw new WireProblem('a request has four parts');
  const [ident, method, args, kwargs] = message as readonly Json[];
  if (typeof method !== 'string' || !Array.isArray(args) || !isRecord(kwargs))
    throw new WireProblem('a request is [ident, method, args, kwargs]');
  return { ident: typeof ident === 'string' ? ident : undefined, method, args, kwargs };
}

/** @throws WireProblem when it is not `[kind, value]` */
export function parseReply(body: Buffer): { kind: string; value: Json } {
  const message = parseJson(body);
  const [kind, value] = Array.isArray(message) && message.length === 2 ? (message as readonly Json[]) : [];
  if (typeof kind !== 'string' || value === undefined) throw new WireProblem('a reply is [kind, value]');
  return { kind, value };
}

/** As Python's JSON parser takes it, bytes that are not UTF-8 being an error. */
function parseJson(body: Buffer): Json {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new WireProblem(`not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

const isRecord = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text, or bytes as `{"__bytes__": base64}`. @returns undefined for anything else */
export function bytesOf(value: Json | undefined): Buffer | undefined {
  if (typeof value === 'string') return encodeText(value);
  if (!isRecord(value)) return undefined;
  const encoded = value.__bytes__;
  if (typeof encoded !== 'string' || Object.keys(value).length !== 1) return undefined;
  // Node passes over what is not base64; a regular expression over many megabytes would run out of stack
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes : undefined;
}
