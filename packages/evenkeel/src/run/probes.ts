import type { ProbeSample } from '../model/event.ts';
import { valueAtPath } from '../model/json-path.ts';
import type { Probe } from '../model/upgrade-model.ts';
import type { CellContext, Probing } from './cell-context.ts';
import { passCheck } from './check-runner.ts';
import { StepFailure } from './evidence.ts';
import type { Answer } from './ports.ts';
import type { Instance } from './stack.ts';
import { allLogs } from './stack.ts';
import { subjectOf } from './subjects.ts';

/** Failing samples of one probe and phase whose log lines are kept; the others keep their message. */
const SAMPLES_WITH_EVIDENCE = 1;

/**
 * Asks probes all the time, each instance in service in turn. An instance that is about to be stopped is taken out of
 * service first, and its requests are waited for, as a load balancer does.
 */
export class ProbeRunner implements Probing {
  private stopping = new AbortController();
  private loops: Promise<void>[] = [];
  private readonly inFlight = new Map<Instance, Set<Promise<void>>>();
  /** Samples since the state last changed. */
  private samples: ProbeSample[] = [];
  private failures: ProbeSample[] = [];

  start(context: CellContext): void {
    if (this.loops.length > 0) return;
    this.stopping = new AbortController();
    this.samples = [];
    this.failures = [];
    this.loops = context.model.probes.map((probe) => this.loop(context, probe));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    this.loops = [];
  }

  admit(instance: Instance): void {
    instance.inService = true;
    this.samples = [];
  }

  async drain(instance: Instance): Promise<void> {
    instance.inService = false;
    await Promise.all(this.inFlight.get(instance) ?? []);
    this.samples = [];
  }

  beginPhase(): void {
    this.failures = [];
  }

  firstFailure(): ProbeSample | undefined {
    return this.failures[0];
  }

  answered(probe: string, instance: string): boolean {
    return this.samples.some((sample) => sample.ok && sample.probe === probe && sample.instance === instance);
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
    const request = this.sample(context, probe, instance).then((sample) => {
      if (sample === undefined) return;
      this.samples.push(sample);
      if (!sample.ok) this.failures.push(sample);
      context.emit({ type: 'probe', run: context.run.id, phase, ...sample });
    });
    const under = this.inFlight.get(instance) ?? new Set();
    this.inFlight.set(instance, under.add(request));
    await request;
    under.delete(request);
  }

  private async sample(
    context: CellContext,
    probe: Probe,
    instance: Instance,
  ): Promise<ProbeSample | undefined> {
    const code = instance.running;
    if (code === undefined) return undefined;
    const { clock, files } = context.drivers;
    const mark = files.markLogs(allLogs(context.stack));
    const began = clock.now();
    const facts = { probe: probe.name, instance: instance.name, release: code.role };
    try {
      const { answer, saved } = await passCheck(context, probe.check, subjectOf(context, instance));
      const answeredBy = labelIn(probe, answer, saved);
      const wrong = wrongRelease(context, code.release, answeredBy);
      if (wrong !== undefined) throw new StepFailure(wrong, { instance: instance.name, release: code.role });
      const ms = Math.round(clock.now() - began);
      return {
        ...facts,
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
      const keep =
        this.failures.filter((sample) => sample.probe === probe.name).length < SAMPLES_WITH_EVIDENCE;
      const log = keep ? files.readLogs(allLogs(context.stack), mark) : [];
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

/** An answer that names no release of the upgrade proves nothing; any other is recorded as the one that answered. */
function wrongRelease(
  context: CellContext,
  release: 'base' | 'target',
  label: string | undefined,
): string | undefined {
  if (label === undefined) return undefined;
  const { base, target } = context.model.releases;
  if ([base.label, target.label].includes(label)) return undefined;
  return `answered by ${label}, which is neither base nor target (asked ${release})`;
}
