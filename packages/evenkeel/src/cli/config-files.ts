import { readLocalFile, readReleaseFile } from '../drivers/store/release-files.ts';
import type { ConfigSchema } from '../model/config-schema.ts';
import type { FileFormat } from '../model/operator-file.ts';
import { formatOfName } from '../read/config/file-format.ts';
import { type OpenFile, readOperatorFile } from '../read/config/operator-file.ts';
import { readConfigSchema } from '../read/config/schema.ts';
import { BadInput } from './bad-input.ts';

/** Reads the configuration schema of a release. @throws BadInput when there is none */
export function openSchema(release: string, path: string | undefined, folder: string): ConfigSchema {
  const file = readReleaseFile(release, path, folder);
  if ('why' in file) throw BadInput.because(file.why);
  const schema = readConfigSchema(file.name, file.text);
  if ('issues' in schema) throw new BadInput(schema.issues);
  if (schema.options.length === 0)
    throw BadInput.because(`${file.name} declares no options: is it a schema?`);
  return schema;
}

/** Reads an operator's file, by the schemas that are to judge it. @throws BadInput when its readers would refuse it */
export function openOperatorFile(
  path: string,
  format: FileFormat | undefined,
  schemas: readonly (ConfigSchema | undefined)[],
  folder: string,
): OpenFile {
  const file = readLocalFile(path, folder);
  if ('why' in file) throw BadInput.because(file.why);
  const known = schemas.filter((schema) => schema !== undefined);
  const opened = readOperatorFile(file.name, file.text, format ?? formatOfName(path), known);
  if ('issues' in opened) throw new BadInput(opened.issues);
  return opened;
}
