import type { Part } from '../../model/plan.ts';
import type { ReleaseName } from '../../model/release.ts';
import type { CellContext } from '../cell-context.ts';
import type { Instance } from '../stack.ts';

/** Makes an empty record for each instance, when the plan has privilege filters: what asks rootwrap may write into it. */
export async function makeRecords({ model, stack, drivers }: CellContext): Promise<void> {
  if (!model.files.some(({ filters }) => filters)) return;
  await drivers.files.makeFolder(stack.folders.records);
  for (const { record } of stack.instances) await drivers.files.takeRecord(record);
}

/** Journals what an instance asked of rootwrap while it ran a release's code. Called when it has ended. */
export async function reportCommands(
  { model, run, drivers, emit, phase }: CellContext,
  instance: Instance,
  release: ReleaseName,
  part: Part,
): Promise<void> {
  if (!model.files.some(({ filters }) => filters)) return;
  const { commands, left } = await drivers.files.takeRecord(instance.record);
  // filters of a step before are not those that commands are judged by
  if (phase.leg !== undefined || (commands.length === 0 && left === 0)) return;
  emit({ type: 'commands-recorded', run: run.id, part, instance: instance.name, release, commands, left });
}
