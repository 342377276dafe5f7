import type { Event } from '../model/event.ts';
import type { StepsVerdict, StepVerdict } from '../model/steps-verdict.ts';
import { stepInWords } from '../model/upgrade-step.ts';

/** A step, how it did, and its journal; that is empty where it was not run. */
export interface ReportedStep extends StepVerdict {
  readonly events: readonly Event[];
}

/** What the plan is called, as far as any step was begun. */
export function nameOfSteps(steps: readonly ReportedStep[]): string {
  const started = steps.flatMap(({ events }) => events.find((event) => event.type === 'run-started') ?? []);
  return started[0]?.model.name ?? '';
}

/** The report for programs of a run through several steps; docs/report-format.md. Ends with a newline. */
export function renderStepsJson(steps: readonly ReportedStep[], { exitCode }: StepsVerdict): string {
  const report = {
    format: 'evenkeel-steps-report',
    version: 1,
    name: nameOfSteps(steps),
    exitCode,
    steps: steps.map(({ step: { id, ...step }, verdict }) => ({
      step: id,
      ...step,
      words: stepInWords({ id, ...step }),
      ...verdict,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
