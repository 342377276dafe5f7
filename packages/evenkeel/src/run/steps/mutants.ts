import type { Check } from '../../model/check.ts';
import type { MutantOutcome, Watcher } from '../../model/mutant.ts';
import type { MutantStep } from '../../model/plan.ts';
import type { CellContext } from '../cell-context.ts';
import { type CheckSubject, passCheck } from '../check-runner.ts';
import { StepFailure } from '../evidence.ts';
import type { AnswerChange, Asker, OpenProxy, ProxyDriver } from '../ports.ts';
import { instanceNamed } from '../stack.ts';
import { subjectOf } from '../subjects.ts';
import { itemSubject, looksLikeOther, MOST_WAIT_FOR_FAILURE_MS } from './resources.ts';

/** Between two looks at something that was destroyed. */
const LOOK_AGAIN_MS = 50;

interface Tried {
  readonly outcome: MutantOutcome;
  readonly seen: string;
}

const SURVIVED: Tried = { outcome: 'survived', seen: '' };
/** As with the first number of a sequence: what is asked for is there, and is another thing. */
const LIKE_OTHER: Tried = {
  outcome: 'not-applicable',
  seen: 'what another item was given to be found by is the same',
};

interface Asked {
  readonly check: Check;
  readonly subject: CheckSubject;
}

/** Asks a watcher about something broken, and journals whether it noticed. Returns a note when it did not. */
export async function tryMutant(context: CellContext, step: MutantStep): Promise<string | undefined> {
  const { outcome, seen } = isLikeOther(context, step)
    ? LIKE_OTHER
    : await outcomeOf(context, step, askedIn(context, step));
  context.emit({ type: 'mutant-tried', run: context.run.id, mutant: step.mutant, outcome, seen });
  return outcome === 'survived' ? 'it survives' : undefined;
}

function outcomeOf(context: CellContext, step: MutantStep, asked: Asked): Promise<Tried> {
  const { breakage } = step.mutant;
  if (breakage === 'status' || breakage === 'body') return throughProxy(context, asked, breakage);
  if (breakage === 'gone' && step.mayLinger) return untilNoticed(context, asked);
  const mostMs = breakage === 'stopped' ? 0 : MOST_WAIT_FOR_FAILURE_MS;
  return once(context, asked, mostMs);
}

async function once(context: CellContext, { check, subject }: Asked, mostMs: number): Promise<Tried> {
  const fault = await faultIn(context, {
    check: { ...check, withinMs: Math.min(check.withinMs, mostMs) },
    subject,
  });
  return fault === undefined ? SURVIVED : { outcome: 'killed', seen: fault };
}

/** What may take a while to be seen may take as long to be gone. */
async function untilNoticed(context: CellContext, asked: Asked): Promise<Tried> {
  const { clock } = context.drivers;
  const until = clock.now() + asked.check.withinMs;
  for (;;) {
    const tried = await once(context, asked, 0);
    if (tried.outcome === 'killed' || clock.now() + LOOK_AGAIN_MS > until) return tried;
    await clock.sleep(LOOK_AGAIN_MS, context.signal);
  }
}

/** First through a proxy that changes nothing: a check that does not pass there is not asked about changed answers. */
async function throughProxy(
  context: CellContext,
  { check, subject }: Asked,
  change: AnswerChange,
): Promise<Tried> {
  const ask = async (how: AnswerChange, withinMs: number) => {
    const proxied = new ProxiedAsker(context.drivers.asker, context.drivers.proxies, how);
    const drivers = { ...context.drivers, asker: proxied };
    try {
      const fault = await faultIn({ ...context, drivers }, { check: { ...check, withinMs }, subject });
      return { fault, changed: proxied.changed() };
    } finally {
      await proxied.close();
    }
  };
  const unchanged = await ask('none', check.withinMs);
  if (unchanged.fault !== undefined)
    return {
      outcome: 'not-tried',
      seen: `it fails through a proxy that changes nothing: ${unchanged.fault}`,
    };
  const { fault, changed } = await ask(change, 0);
  if (changed === undefined)
    return { outcome: 'not-applicable', seen: 'there is no answer that could be changed' };
  return fault === undefined ? SURVIVED : { outcome: 'killed', seen: fault };
}

/** Asks as another asker does, but for HTTP: that goes through a proxy, one for each origin. */
class ProxiedAsker implements Asker {
  private readonly open = new Map<string, Promise<OpenProxy>>();
  private readonly proxies: OpenProxy[] = [];
  readonly sql: Asker['sql'];
  readonly tcp: Asker['tcp'];

  constructor(
    private readonly asker: Asker,
    private readonly driver: ProxyDriver,
    private readonly change: AnswerChange,
  ) {
    this.sql = asker.sql;
    this.tcp = asker.tcp;
  }

  readonly http: Asker['http'] = async (request, timeoutMs, signal) => {
    const [, origin = '', rest = ''] = /^(https?:\/\/[^/?#]*)(.*)$/s.exec(request.url) ?? [];
    if (origin === '') return this.asker.http(request, timeoutMs, signal);
    const proxy = await this.proxyTo(origin);
    const path = rest.startsWith('/') ? rest : `/${rest}`;
    return this.asker.http({ ...request, url: `${proxy.origin}${path}` }, timeoutMs, signal);
  };

  changed(): string | undefined {
    return this.proxies.map((proxy) => proxy.changed()).find((change) => change !== undefined);
  }

  async close(): Promise<void> {
    for (const proxy of this.proxies) await proxy.close();
  }

  private proxyTo(origin: string): Promise<OpenProxy> {
    const opening = this.open.get(origin) ?? this.openNew(origin);
    this.open.set(origin, opening);
    return opening;
  }

  private async openNew(origin: string): Promise<OpenProxy> {
    const proxy = await this.driver.open(origin, this.change);
    this.proxies.push(proxy);
    return proxy;
  }
}

/** What a check says is wrong; `undefined` when it passes. */
async function faultIn(context: CellContext, { check, subject }: Asked): Promise<string | undefined> {
  try {
    await passCheck(context, check, subject);
    return undefined;
  } catch (error) {
    if (error instanceof StepFailure) return error.message;
    throw error;
  }
}

function isLikeOther(context: CellContext, step: MutantStep): boolean {
  const { watcher } = step.mutant;
  if (watcher.kind === 'probe' || step.item === undefined) return false;
  return looksLikeOther(context, resourceNamed(context, watcher.resource), { ...step, item: step.item });
}

function askedIn(context: CellContext, step: MutantStep): Asked {
  const instance = instanceNamed(context.stack, step.instance);
  const { watcher } = step.mutant;
  const check = checkOf(context, watcher);
  if (watcher.kind === 'probe') return { check, subject: subjectOf(context, instance) };
  const { resource, action } = watcher;
  const named = { resource, action, item: step.item ?? '', phase: 'pre-upgrade' } as const;
  return { check, subject: itemSubject(context, instance, named, step.storeFrom ?? context.group.name) };
}

function checkOf(context: CellContext, watcher: Watcher): Check {
  const check =
    watcher.kind === 'probe'
      ? context.model.probes.find(({ name }) => name === watcher.probe)?.check
      : resourceNamed(context, watcher.resource).actions[watcher.action][watcher.entry - 1];
  if (check === undefined) throw new Error('the plan names a check that is not there');
  return check;
}

function resourceNamed(context: CellContext, name: string) {
  const resource = context.model.resources.find((entry) => entry.name === name);
  if (resource === undefined) throw new Error(`the plan names a resource that is not there: ${name}`);
  return resource;
}
