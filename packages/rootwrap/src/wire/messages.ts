import { WireProblem } from './frames.js';

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
  const isBase64 =
    typeof encoded === 'string' &&
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded);
  return isBase64 && Object.keys(value).length === 1 ? Buffer.from(encoded, 'base64') : undefined;
}

/** As Python's `os.fsencode`: U+DC80 to U+DCFF stand for the bytes 80 to FF. @returns undefined for other halves */
export function encodeText(text: string): Buffer | undefined {
  if (!/[\ud800-\udfff]/u.test(text)) return Buffer.from(text);
  const parts: Buffer[] = [];
  for (const part of text.split(/([\udc80-\udcff])/u)) {
    if (/[\u{d800}-\u{dbff}\u{dc00}-\u{dc7f}\u{dd00}-\u{dfff}]/u.test(part)) return undefined;
    parts.push(
      /^[\udc80-\udcff]$/u.test(part) ? Buffer.from([part.charCodeAt(0) - 0xdc00]) : Buffer.from(part),
    );
  }
  return Buffer.concat(parts);
}

/** As Python's `os.fsdecode`: a byte that is not part of UTF-8 becomes U+DC00 + byte. */
export function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeBroken(bytes);
  }
}

/** Well-formed sequences of two to four bytes: The Unicode Standard, table 3-7. In latin1, a byte is a character. */
const WELL_FORMED =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g;

function decodeBroken(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(WELL_FORMED, (found) =>
      found.length > 1
        ? Buffer.from(found, 'latin1').toString('utf8')
        : String.fromCharCode(0xdc00 + found.charCodeAt(0)),
    );
}
