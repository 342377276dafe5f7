import type { ConfigSchema } from '../../src/model/config-schema.ts';
import type { FileFormat } from '../../src/model/operator-file.ts';
import { editsFor } from '../../src/policy/operator/fix.ts';
import { type OpenFile, readOperatorFile } from '../../src/read/config/operator-file.ts';
import { readConfigSchema } from '../../src/read/config/schema.ts';

/** The schema that a JSON Schema's `properties` make. */
export function jsonSchema(properties: object, rest: object = {}): ConfigSchema {
  const schema = readConfigSchema('schema.json', JSON.stringify({ properties, ...rest }));
  if ('issues' in schema) throw new Error(JSON.stringify(schema.issues));
  return schema;
}

/** A file that is right. */
export function opened(format: FileFormat, text: string, ...schemas: ConfigSchema[]): OpenFile {
  const file = readOperatorFile('site', text, format, schemas);
  if ('issues' in file)
    throw new Error(
      file.issues.map(({ line, column, message }) => `${line}:${column}: ${message}`).join('\n'),
    );
  return file;
}

/** `line:column: message` of each mistake of a file. */
export function mistakes(format: FileFormat, text: string): string[] {
  const file = readOperatorFile('site', text, format, []);
  return 'issues' in file
    ? file.issues.map(({ line, column, message }) => `${line}:${column}: ${message}`)
    : [];
}

/** What `config fix` makes of a file. */
export function fixedFile(format: FileFormat, text: string, base: ConfigSchema, target: ConfigSchema) {
  const file = opened(format, text, base, target);
  return { file, ...file.rewrite(editsFor(file.settings, base, target, 'N+1')) };
}
