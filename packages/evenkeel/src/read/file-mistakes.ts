import type { KindOf, Mistake } from './mistake.ts';
import type { RawFile, RawPlan } from './schema/plan.ts';
import type { Path } from './yaml-document.ts';

/** Finds files, notes and folders that are named and not there, and files that cannot lie where they shall. */
export function findFileMistakes(plan: RawPlan, kindOf: KindOf): Mistake[] {
  const files = Object.entries(plan.files ?? {});
  return [
    ...files.flatMap(([name, file]) => [
      ...placeMistakes(name, file),
      ...sourceMistakes(name, file, kindOf),
      ...editMistakes(name, file),
      ...filterMistakes(name, file, kindOf),
    ]),
    ...samePlaces(files),
    ...noteMistakes(plan, kindOf),
    ...installFolders(plan, kindOf),
  ];
}

function placeMistakes(name: string, file: RawFile): Mistake[] {
  if (isInside(file.path)) return [];
  return [
    {
      path: ['files', name, 'path'],
      message: `${file.path} leaves the files folder`,
      hint: 'give a path below it',
    },
  ];
}

function samePlaces(files: readonly [string, RawFile][]): Mistake[] {
  return files.flatMap(([name, file], index) => {
    const other = files.slice(0, index).find(([, earlier]) => earlier.path === file.path);
    return other === undefined
      ? []
      : [{ path: ['files', name, 'path'], message: `${other[0]} lies at ${file.path} already` }];
  });
}

function sourceMistakes(name: string, file: RawFile, kindOf: KindOf): Mistake[] {
  const at: Path = ['files', name, 'from'];
  const sources: [Path, string | undefined][] =
    typeof file.from === 'string'
      ? [[at, file.from]]
      : [
          [[...at, 'base'], file.from.base],
          [[...at, 'target'], file.from.target],
        ];
  if (sources.every(([, source]) => source === undefined))
    return [{ path: at, message: 'needs base, target, or both' }];
  return sources.flatMap(([path, source]) =>
    source === undefined || kindOf(source) !== undefined
      ? []
      : [{ path, message: `${source} does not exist` }],
  );
}

function editMistakes(name: string, file: RawFile): Mistake[] {
  if (typeof file.from === 'string' || file.owner === 'package' || file.note !== undefined) return [];
  return [
    {
      path: ['files', name],
      key: name,
      message: `${name} is an operator's file with two variants: an edit by hand needs a note`,
      hint: 'add note: FILE, or owner: package when an installer replaces it',
    },
  ];
}

/** Filters are compared and put together as they stand: as two folders, without placeholders. */
function filterMistakes(name: string, file: RawFile, kindOf: KindOf): Mistake[] {
  if (file.filters !== true) return [];
  const at: Path = ['files', name, 'filters'];
  const { base, target } = typeof file.from === 'string' ? {} : file.from;
  if (base === undefined || target === undefined)
    return [
      {
        path: at,
        message: `${name} has no filters of each release to put together`,
        hint: 'give from: a base: and a target:, or take filters: out',
      },
    ];
  const plain = [base, target].filter((source) => kindOf(source) === 'file');
  return [
    ...plain.map((source) => ({ path: at, message: `${source} is a file: rootwrap reads folders` })),
    ...(file.render === true
      ? [{ path: at, message: `${name} cannot be both filters and rendered`, hint: 'take render: out' }]
      : []),
  ];
}

function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split('/').includes('..');
}

function noteMistakes(plan: RawPlan, kindOf: KindOf): Mistake[] {
  const notes: [Path, string | undefined][] = [
    ...Object.entries(plan.files ?? {}).map(([name, file]): [Path, string | undefined] => [
      ['files', name, 'note'],
      file.note,
    ]),
    ...Object.entries(plan.exceptions ?? {}).map(([name, entry]): [Path, string] => [
      ['exceptions', name, 'note'],
      entry.note,
    ]),
  ];
  return notes.flatMap(([path, note]) =>
    note === undefined || kindOf(note) === 'file'
      ? []
      : [{ path, message: `the release note ${note} does not exist` }],
  );
}

function installFolders(plan: RawPlan, kindOf: KindOf): Mistake[] {
  const folders: [Path, string | undefined][] = Object.entries(plan.services).flatMap(
    ([name, { install }]) => [
      [['services', name, 'install', 'folder'], install?.folder],
      [['services', name, 'install', 'base', 'folder'], install?.base?.folder],
      [['services', name, 'install', 'target', 'folder'], install?.target?.folder],
    ],
  );
  return folders.flatMap(([path, folder]) =>
    folder === undefined || folder.includes('${') || kindOf(folder) === 'folder'
      ? []
      : [{ path, message: `the folder ${folder} does not exist` }],
  );
}
