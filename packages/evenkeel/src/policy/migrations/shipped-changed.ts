import type { ContractRule } from '../../model/contract.ts';

/** A migration has another text in target than the one that ran at every site of base. */
export const shippedChanged: ContractRule = {
  code: 'MIG109',
  severity: 'error',
  title: 'a migration that base shipped was changed',
  why: 'It ran already where base runs, so the change never reaches those sites; tools that keep checksums refuse to go on.',
  remedy: 'Put the old text back, and write the change as a migration of its own.',
  check: ({ base, target }) => {
    const shipped = new Map(base.migrations?.files.map((file) => [file.name, lines(file.text)]));
    return (target.migrations?.files ?? []).flatMap(({ name, shown, text }) => {
      const before = shipped.get(name);
      const now = lines(text);
      if (before === undefined) return [];
      const at = now.findIndex((line, index) => line !== before[index]);
      const line = at < 0 && before.length > now.length ? now.length : at;
      if (line < 0) return [];
      return [
        {
          rule: shippedChanged,
          place: { file: shown, line: line + 1, column: 1 },
          subject: name,
          message: `${name} is not what ${base.label} shipped`,
          witness: `${base.label} has: ${cut(before[line])}; ${target.label} has: ${cut(now[line])}`,
        },
      ];
    });
  },
};

/** Line ends are no change: git may turn them. */
const lines = (text: string): string[] => text.replaceAll('\r\n', '\n').split('\n');

function cut(line: string | undefined): string {
  if (line === undefined) return 'nothing';
  return line.length > 80 ? `${line.slice(0, 77)}...` : `'${line}'`;
}
