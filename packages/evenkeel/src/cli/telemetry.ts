import { postTraces, type TraceReceiver } from '../drivers/telemetry.ts';
import type { Event } from '../model/event.ts';
import type { Verdict } from '../model/verdict.ts';
import { spansOf, type TraceParent } from '../report/trace.ts';
import { traceRequests } from '../report/trace-requests.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const USUAL_TIMEOUT_MS = 10_000;
const LONGEST_TIMEOUT_MS = 60_000;

/**
 * Sends a run as a trace where the environment says so, by the names of OpenTelemetry's specification. That it could not be
 * sent is said, and changes nothing else.
 */
export async function sendTrace(
  events: readonly Event[],
  verdict: Verdict,
  env: Environment = process.env,
): Promise<void> {
  const asked = receiverIn(env);
  if (asked === undefined) return;
  const why =
    typeof asked === 'string'
      ? asked
      : await postTraces(
          asked,
          traceRequests(events, spansOf(events, verdict, parentIn(env)), env.OTEL_SERVICE_NAME || 'evenkeel'),
        );
  if (why !== undefined) process.stderr.write(`The trace of the run was not sent: ${why}\n`);
}

/** Where to; why nowhere, in words; or `undefined` when nobody asks for traces. */
export function receiverIn(env: Environment): TraceReceiver | string | undefined {
  const whole = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (env.OTEL_SDK_DISABLED === 'true' || env.OTEL_TRACES_EXPORTER === 'none') return undefined;
  if (!whole && !base) return undefined;
  const text = whole || `${base?.replace(/\/+$/, '')}/v1/traces`;
  if (!URL.canParse(text) || !/^https?:/i.test(text))
    return 'OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address';
  const headers = headersIn(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS || env.OTEL_EXPORTER_OTLP_HEADERS || '');
  if (headers === undefined) return 'OTEL_EXPORTER_OTLP_HEADERS is not as name=value,name=value';
  const timeout = Number(env.OTEL_EXPORTER_OTLP_TIMEOUT);
  const timeoutMs = timeout > 0 ? Math.min(timeout, LONGEST_TIMEOUT_MS) : USUAL_TIMEOUT_MS;
  return { url: new URL(text).href, headers, timeoutMs };
}

/** `name=value,name=value`, with values in percent-encoding. Source: OpenTelemetry's protocol exporter, W3C Baggage. */
function headersIn(text: string): Readonly<Record<string, string>> | undefined {
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  try {
    const pairs = entries.map((entry) => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
      return [name.trim(), decodeURIComponent(value.trim())] as const;
    });
    return Object.fromEntries(new Headers(pairs.map(([name, value]): [string, string] => [name, value])));
  } catch {
    return undefined;
  }
}

/** The caller's span. Source: W3C Trace Context, version 00; ids of zeros are none. */
export function parentIn({ TRACEPARENT }: Environment): TraceParent | undefined {
  const [, traceId = '', spanId = ''] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(TRACEPARENT ?? '') ?? [];
  if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) return undefined;
  return { traceId, spanId };
}
