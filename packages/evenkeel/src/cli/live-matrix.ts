import type { Event } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import { type Room, type RunSoFar, renderMatrixSoFar } from '../report/matrix-so-far.ts';

/** The matrix of a run that goes on: takes in events, gives what to draw. */
export class LiveMatrix {
  private readonly soFar = new Map<string, RunSoFar>();

  constructor(private readonly plan: Plan) {}

  /** Takes in an event. Returns whether it changes the matrix. */
  on(event: Event): boolean {
    switch (event.type) {
      case 'cell-run-started':
        this.soFar.set(event.run, 'running');
        return true;
      case 'cell-run-skipped':
        this.soFar.set(event.run, 'skipped');
        return true;
      case 'cell-run-finished':
        this.soFar.set(event.run, event.outcome);
        return true;
      default:
        return false;
    }
  }

  /** The lines to draw; none where they do not fit. */
  lines(room: Room): string[] {
    return renderMatrixSoFar(this.plan, this.soFar, room);
  }
}
