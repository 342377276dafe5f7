/** Where traces go, and what the receiver wants to be told. */
export interface TraceReceiver {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** Posts each body. @returns why not all arrived, in words without any header's value; `undefined` when they did */
export async function postTraces(
  { url, headers, timeoutMs }: TraceReceiver,
  bodies: readonly string[],
): Promise<string | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    for (const body of bodies) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        signal,
        // elsewhere, the headers may be nobody's business
        redirect: 'manual',
      });
      await response.body?.cancel();
      if (!response.ok) return `answered ${response.status}`;
    }
    return undefined;
  } catch (error) {
    if (signal.aborted) return `no answer within ${timeoutMs} ms`;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
    const code = cause !== undefined && 'code' in cause ? String(cause.code) : undefined;
    return code ?? 'it cannot be reached';
  }
}
