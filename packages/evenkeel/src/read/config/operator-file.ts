import type { ConfigSchema } from '../../model/config-schema.ts';
import type { IniDocument } from '../../model/ini.ts';
import type { Issue } from '../../model/issue.ts';
import type { Line, LineChange } from '../../model/lines.ts';
import type { Edit, FileFormat, OperatorFile } from '../../model/operator-file.ts';
import { type DataDocument, type Rewrite, rewriteData } from './data-edit.ts';
import { settingsOfTree } from './data-tree.ts';
import { readEnv } from './env-document.ts';
import { readIni } from './ini-document.ts';
import { changedText, changesBy } from './ini-edit.ts';
import { jsonDocument } from './json-edit.ts';
import { readJsonFile } from './json-file.ts';
import { operatorFileOf } from './operator-ini.ts';
import { shapeOf } from './schema-shape.ts';
import { linesOf } from './text-lines.ts';
import { tomlDocument } from './toml-edit.ts';
import { readTomlFile } from './toml-file.ts';
import { yamlDocument } from './yaml-edit.ts';
import { readYamlFile } from './yaml-file.ts';

/** An operator's file that is right: what it sets, its lines, and how it is rewritten. */
export interface OpenFile {
  readonly settings: OperatorFile;
  readonly lines: readonly Line[];
  readonly rewrite: (edits: readonly Edit[]) => Rewrite;
}

type Issues = { readonly issues: readonly Issue[] };

/**
 * Reads an operator's file of any format. Of formats with mappings, the schemas tell which of these are groups and which
 * are the values of options.
 * @returns the file, or where it is wrong
 */
export function readOperatorFile(
  file: string,
  text: string,
  format: FileFormat,
  schemas: readonly ConfigSchema[],
): OpenFile | Issues {
  if (format === 'ini') return lineFile(readIni(file, text), format);
  // a mark before the text is not a part of it: it stays where it is
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const body = text.slice(mark.length);
  const opened =
    format === 'env' ? lineFile(readEnv(file, body), format) : dataFile(file, body, format, schemas);
  return mark === '' || 'issues' in opened ? opened : marked(opened, mark);
}

function lineFile(
  { document, issues }: { readonly document: IniDocument; readonly issues: readonly Issue[] },
  format: 'ini' | 'env',
): OpenFile | Issues {
  if (issues.length > 0) return { issues };
  const rewrite = (edits: readonly Edit[]): Rewrite => {
    const changes = changesBy(document, edits);
    return { text: changedText(document, changes), changes, made: edits.length, refused: [], takenOut: [] };
  };
  return { settings: operatorFileOf(document, format), lines: document.lines, rewrite };
}

type DataFormat = Exclude<FileFormat, 'ini' | 'env'>;

function dataFile(
  file: string,
  text: string,
  format: DataFormat,
  schemas: readonly ConfigSchema[],
): OpenFile | Issues {
  const opened = readData(file, text, format);
  if ('issues' in opened) return opened;
  const reread = (changed: string): DataDocument | undefined => {
    const again = readData(file, changed, format);
    return 'issues' in again ? undefined : again;
  };
  const isSilent = format === 'json' || format === 'jsonc';
  return {
    settings: settingsOfTree(file, format, opened.root, shapeOf(schemas)),
    lines: linesOf(text),
    rewrite: (edits) => {
      const rewrite = rewriteData(text, reread, edits);
      return isSilent ? rewrite : { ...rewrite, takenOut: [] };
    },
  };
}

function readData(file: string, text: string, format: DataFormat): DataDocument | Issues {
  if (format === 'yaml') {
    const opened = readYamlFile(file, text);
    return 'issues' in opened ? opened : yamlDocument(opened);
  }
  if (format === 'toml') {
    const opened = readTomlFile(file, text);
    return 'issues' in opened ? opened : tomlDocument(opened);
  }
  const opened = readJsonFile(file, text, format);
  return 'issues' in opened ? opened : jsonDocument(opened);
}

/** The same file with a byte order mark before its first line, which is a change of that line wherever one is put before it. */
function marked({ settings, lines, rewrite }: OpenFile, mark: string): OpenFile {
  const [first = { text: '', end: '' }, ...rest] = lines;
  return {
    settings,
    lines: [{ ...first, text: mark + first.text }, ...rest],
    rewrite: (edits) => {
      const { text, changes, ...others } = rewrite(edits);
      return {
        ...others,
        text: mark + text,
        changes: changes.map((change) => markedChange(change, mark, first)),
      };
    },
  };
}

function markedChange(change: LineChange, mark: string, first: Line): LineChange {
  if (change.at > 0) return change;
  const { at, removed, added } = change;
  // lines before the first one take its mark, and it must be written without
  const all = removed > 0 ? added : [...added, first.text + first.end];
  const [start = '', ...more] = all;
  return { at, removed: Math.max(removed, 1), added: [mark + start, ...more] };
}
