import type { Event } from '../model/event.ts';
import { attributesOf, type Span } from './trace.ts';

/** Receivers have a bound on what they take at once, 4 MiB or more; a span of ours has about 700 bytes. */
const MOST_SPANS = 2000;

/** The bodies of requests that bring spans to an OTLP receiver, as JSON. */
export function traceRequests(
  events: readonly Event[],
  spans: readonly Span[],
  serviceName: string,
): string[] {
  const started = events.find((event) => event.type === 'run-started');
  const version = started?.machine.evenkeel ?? '';
  const resource = {
    attributes: attributesOf({ 'service.name': serviceName, 'service.version': version }),
  };
  const starts = Array.from({ length: Math.ceil(spans.length / MOST_SPANS) }, (_, at) => at * MOST_SPANS);
  return starts.map((start) =>
    JSON.stringify({
      resourceSpans: [
        {
          resource,
          scopeSpans: [
            { scope: { name: 'evenkeel', version }, spans: spans.slice(start, start + MOST_SPANS) },
          ],
        },
      ],
    }),
  );
}
