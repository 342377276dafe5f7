import type { ReleaseName } from '../model/release.ts';
import { renderDeep } from '../model/template.ts';
import { type CellContext, installedFor, releaseNamed } from './cell-context.ts';
import type { CheckSubject } from './check-runner.ts';
import type { Instance } from './stack.ts';
import { type Subject, valuesFor } from './values.ts';

/** An instance as a check's subject: with the code that it runs, or else that of the given release. */
export function subjectOf(
  context: CellContext,
  instance: Instance,
  release: ReleaseName = 'base',
  more: Subject = {},
): CheckSubject {
  const code = instance.running?.release ?? release;
  const installed = installedFor(context, instance.service.name, code);
  const subject: Subject = {
    instance,
    release: releaseNamed(context, code),
    install: installed.folder,
    ...more,
  };
  const env = renderDeep(
    instance.service.program[code].env,
    valuesFor(context.model, context.stack, subject),
  );
  return { ...subject, env, path: installed.path };
}
