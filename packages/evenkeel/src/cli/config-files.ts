import { readLocalFile, readReleaseFile } from '../drivers/store/release-files.ts';
import type { ConfigSchema } from '../model/config-schema.ts';
import type { IniDocument } from '../model/ini.ts';
import { readIni } from '../read/config/ini-document.ts';
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

/** Reads an operator's INI file. @throws BadInput when oslo.config would refuse it */
export function openIni(path: string, folder: string): IniDocument {
  const file = readLocalFile(path, folder);
  if ('why' in file) throw BadInput.because(file.why);
  const { document, issues } = readIni(file.name, file.text);
  if (issues.length > 0) throw new BadInput(issues);
  return document;
}
