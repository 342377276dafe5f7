import type { ProbeSample } from '../model/event.ts';
import { valueAtPath } from '../model/json-path.ts';
import type { ReleaseName } from '../model/release.ts';
import type { Probe } from '../model/upgrade-model.ts';
import type { CellContext, Probing } from './cell-context.ts';
import { passCheck } from './check-runner.ts';
import { StepFailure } from './evidence.ts';
import type { Answer } from './ports.ts';
import { allLogs, type Instance, type RunningCode } from './stack.ts';
import { subjectOf } from './subjects.ts';

/**
 * Asks probes all the time, each instance in service in turn. An instance that is about to be stopped is taken out of
 * service first, and its requests are waited for, as a load balancer does.
 */
export class ProbeRunner implements Probing {
  private stopping = new AbortController();
  private loops: Promise<void>[] = [];
  private readonly inFlight = new Map<Instance, Set<Promise<void>>>();
  /** When each probe's last good answer of each instance was asked for: by `probe instance`. */
  private readonly lastGood = new Map<string, number>();
  private failure: ProbeSample | undefined;
  /** A fault of our own, to be thrown where a step waits for the probes. */
  private fault: unknown;

  start(context: CellContext): void {
    if (this.loops.length > 0) return;
    this.stopping = new AbortController();
    this.lastGood.clear();
    this.failure = undefined;
    this.loops = context.model.probes.map((probe) =>
      this.loop(context, probe).catch((error: unknown) => {
        this.fault = error;
      }),
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    this.loops = [];
    if (this.fault !== undefined) throw this.fault;
  }

  admit(instance: Instance): void {
    instance.inService = true;
  }

  async drain(instance: Instance): Promise<void> {
    instance.inService = false;
    await Promise.allSettled(this.inFlight.get(instance) ?? []);
  }

  firstFailure(): ProbeSample | undefined {
    if (this.fault !== undefined) throw this.fault;
    return this.failure;
  }

  answered(probe: string, by: string, since: number): boolean {
    return (this.lastGood.get(`${probe} ${by}`) ?? Number.NEGATIVE_INFINITY) >= since;
  }

  private async loop(context: CellContext, probe: Probe): Promise<void> {
    const { clock } = context.drivers;
    for (let turn = 0; !this.stopping.signal.aborted && !context.signal.aborted; turn++) {
      const instances = context.stack.instances.filter(
        (entry) => entry.inService && entry.service.name === probe.service,
      );
      const instance = instances[turn % Math.max(1, instances.length)];
      if (instance !== undefined) await this.ask(context, probe, instance);
      await clock.sleep(probe.everyMs, this.stopping.signal).catch(() => undefined);
    }
  }

  private async ask(context: CellContext, probe: Probe, instance: Instance): Promise<void> {
    const phase = context.phase.id;
    const began = context.drivers.clock.now();
    const request = this.sample(context, probe, instance, began).then((sample) => {
      if (sample === undefined) return;
      if (sample.ok) {
        this.lastGood.set(`${probe.name} ${instance.name}`, began);
        this.lastGood.set(`${probe.name} ${sample.release}`, began);
      }
      if (!sample.ok) this.failure ??= sample;
      context.emit({ type: 'probe', run: context.run.id, phase, ...sample });
    });
    const under = this.inFlight.get(instance) ?? new Set();
    this.inFlight.set(instance, under.add(request));
    await request.finally(() => under.delete(request));
  }

  private async sample(
    context: CellContext,
    probe: Probe,
    instance: Instance,
    began: number,
  ): Promise<ProbeSample | undefined> {
    const code = instance.running;
    if (code === undefined) return undefined;
    const { clock, files } = context.drivers;
    const mark = files.markLogs(allLogs(context.stack));
    const facts = { probe: probe.name, instance: instance.name, release: code.role };
    try {
      const { answer, saved } = await passCheck(context, probe.check, subjectOf(context, instance));
      const answeredBy = labelIn(probe, answer, saved);
      const release = answeringRole(context, code, answeredBy);
      if (release === undefined) {
        const message = `answered by ${answeredBy}, which is neither base nor target`;
        throw new StepFailure(message, { instance: instance.name, release: code.role });
      }
      const ms = Math.round(clock.now() - began);
      return {
        ...facts,
        release,
        ok: true,
        status: statusOf(answer),
        ms,
        ...(answeredBy === undefined ? {} : { answeredBy }),
      };
    } catch (error) {
      if (!(error instanceof StepFailure)) {
        if (context.signal.aborted) return undefined;
        throw error;
      }
      const ms = Math.round(clock.now() - began);
      const log = this.failure === undefined ? files.readLogs(allLogs(context.stack), mark) : [];
      return { ...facts, ok: false, status: 'failed', ms, failure: error.toFailure(log) };
    }
  }
}

function statusOf(answer: Answer): string {
  return answer.status === undefined ? 'ok' : String(answer.status);
}

function labelIn(probe: Probe, answer: Answer, saved: Readonly<Record<string, string>>): string | undefined {
  if (probe.answeredBy === undefined) return saved.answered_by;
  const value = valueAtPath(answer.json, probe.answeredBy);
  return value === undefined ? undefined : String(value);
}

/**
 * The role that answered: that of the instance asked, unless the answer names the other release (behind a queue or a
 * cluster another instance may answer). `undefined` for a label that is neither.
 */
function answeringRole(
  context: CellContext,
  asked: RunningCode,
  label: string | undefined,
): ReleaseName | undefined {
  const { base, target } = context.model.releases;
  if (label === undefined || label === context.model.releases[asked.release].label) return asked.role;
  if (label === target.label) return 'target';
  return label === base.label ? 'base' : undefined;
}
