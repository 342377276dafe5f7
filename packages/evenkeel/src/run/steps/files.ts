import type { FileVariant } from '../../model/plan.ts';
import { MissingValueError, renderTemplate, type Values } from '../../model/template.ts';
import type { CellContext } from '../cell-context.ts';
import type { Endpoint } from '../stack.ts';
import { pathOfFile, valuesFor } from '../values.ts';

/** Lays a release's variant of files where the software reads them; an absent variant is no file. */
export async function layFiles(context: CellContext, entries: readonly FileVariant[]): Promise<void> {
  for (const { file: name, variant } of entries) {
    const file = context.model.files.find((entry) => entry.name === name);
    const from = file?.from[variant];
    for (const { path, instance } of copiesOf(context, name)) {
      if (from === undefined) {
        await context.drivers.files.removeFolder(path);
        continue;
      }
      const release = context.model.releases[variant];
      const values = valuesFor(context.model, context.stack, {
        release,
        ...(instance === undefined ? {} : { instance }),
      });
      await context.drivers.files.lay(
        from,
        path,
        file?.render ? (text) => renderFile(name, text, values) : undefined,
      );
    }
    if (context.watched.has(name)) context.watched.set(name, await fingerprintOf(context, name));
  }
}

function renderFile(name: string, text: string, values: Values): string {
  try {
    return renderTemplate(text, values);
  } catch (error) {
    if (error instanceof MissingValueError) throw new MissingValueError(error.placeholder, `file ${name}`);
    throw error;
  }
}

/** Begins to watch files: from now on whoever changes them is found out. */
export async function watchFiles(context: CellContext, names: readonly string[]): Promise<void> {
  for (const name of names) context.watched.set(name, await fingerprintOf(context, name));
}

/** Journals every watched file that was written since the last look, by anybody but the plan. */
export async function reportWrittenFiles(context: CellContext): Promise<void> {
  for (const [name, before] of context.watched) {
    const now = await fingerprintOf(context, name);
    if (now === before) continue;
    context.watched.set(name, now);
    const how = `contents, owner, mode or times of ${name} changed`;
    context.emit({
      type: 'frozen-file-written',
      run: context.run.id,
      part: context.phase.part,
      file: name,
      how,
    });
  }
}

async function fingerprintOf(context: CellContext, name: string): Promise<string> {
  const prints = await Promise.all(
    copiesOf(context, name).map(({ path }) => context.drivers.files.fingerprint(path)),
  );
  return prints.join('\n');
}

function copiesOf(context: CellContext, name: string): { path: string; instance?: Endpoint }[] {
  const file = context.model.files.find((entry) => entry.name === name);
  const instances = context.stack.instances.filter((instance) => instance.service.name === file?.each);
  const owners: (Endpoint | undefined)[] = file?.each === undefined ? [undefined] : instances;
  return owners.flatMap((instance) => {
    const path = pathOfFile(context.model, context.stack, name, instance);
    if (path === undefined) return [];
    return instance === undefined ? [{ path }] : [{ path, instance }];
  });
}
