import type { Event } from '../model/event.ts';
import { mutantInWords } from '../model/mutant.ts';
import type { Plan } from '../model/plan.ts';
import type { Watching } from './progress.ts';

/** Says what goes on in plain lines, and each survivor when it is found: reports own standard output. */
export class SelfcheckProgress implements Watching {
  private tried = 0;
  private noticed = 0;

  constructor(
    private readonly plan: Plan,
    private readonly say: (line: string) => void,
  ) {}

  on(event: Event): void {
    switch (event.type) {
      case 'install-started':
        this.say(`install ${event.release} of ${event.service}`);
        break;
      case 'cell-run-started':
        this.tried = 0;
        this.noticed = 0;
        this.say(this.plan.runs.find(({ id }) => id === event.run)?.title ?? event.run);
        break;
      case 'cell-run-skipped':
        this.say(`${event.run} is left out: ${event.why}`);
        break;
      case 'mutant-tried':
        this.tried += 1;
        if (event.outcome === 'killed') this.noticed += 1;
        if (event.outcome === 'survived') this.say(`  survives: ${mutantInWords(event.mutant)}`);
        break;
      case 'step-finished':
        if (event.failure !== undefined) this.say(`  base fails: ${event.failure.message}`);
        break;
      case 'cell-run-finished':
        this.say(`  ${this.noticed} of ${this.tried} breakages were noticed`);
        break;
      default:
        break;
    }
  }

  async close(): Promise<void> {
    // every line is out
  }
}
