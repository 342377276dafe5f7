import { relative } from 'node:path';
import { makeSelfcheckPlan } from '../plan/selfcheck-plan.ts';
import { renderPlan } from '../report/plan-text.ts';
import { cleanDeadRuns } from './dead-runs.ts';
import { loadPlan } from './load-plan.ts';
import { carryOut, shown } from './run-command.ts';
import { makeRunFolder } from './run-folder.ts';
import { SelfcheckProgress } from './selfcheck-progress.ts';
import { type SelfcheckFormat, writeSelfcheck } from './selfcheck-reports.ts';

export interface SelfcheckOptions {
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly format: SelfcheckFormat;
  readonly keep?: boolean;
}

/** `evenkeel selfcheck`. Progress goes to standard error. Returns the exit code. @throws BadInput */
export async function selfcheckCommand(planFile: string, options: SelfcheckOptions): Promise<number> {
  const { model, file } = loadPlan(planFile);
  const plan = makeSelfcheckPlan(model);
  if (options.dryRun) {
    process.stdout.write(renderPlan(model, plan));
    return 0;
  }
  for (const { out, ended } of await cleanDeadRuns())
    process.stderr.write(`Cleaned up after a run that died: ${out} (${ended} processes ended)\n`);
  const folder = makeRunFolder(options.out, plan.seed);
  process.stderr.write(
    `${model.name}: selfcheck on ${model.releases.base.label}, into ${shown(folder.out)}\n`,
  );
  try {
    const command = `evenkeel selfcheck ${relative(process.cwd(), file)}`;
    const progress = new SelfcheckProgress(plan, (line) => process.stderr.write(`${line}\n`));
    const events = await carryOut(model, plan, folder, options, {
      command,
      progress,
      planFile: relative(process.cwd(), file),
    });
    const exitCode = writeSelfcheck(folder.out, events, options.format);
    process.stderr.write(`\nJournal, logs and selfcheck.json are in ${shown(folder.out)}\n`);
    return exitCode;
  } finally {
    folder.tidy(options.keep ?? false);
  }
}
