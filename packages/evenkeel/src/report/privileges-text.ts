import { printable } from '../model/printable.ts';
import type { ColumnPrivileges, Privileges, RefusedCommands } from '../model/privileges.ts';

/** For people: what each column of the matrix would have refused of the commands that ran; columns with one answer in one line. */
export function renderPrivileges({ recorded, columns, left }: Privileges): string {
  const byAnswer = new Map<string, { names: string[]; answer: ColumnPrivileges }>();
  for (const column of columns) {
    const key = JSON.stringify([column.refused, column.undecidable]);
    const group = byAnswer.get(key) ?? { names: [], answer: column };
    group.names.push(column.column);
    byAnswer.set(key, group);
  }
  const notRead = left === 0 ? '' : `, and ${left} more that were not looked at`;
  return [
    `privileged commands: base's code asked for ${recorded.base}, target's for ${recorded.target}${notRead}`,
    ...[...byAnswer.values()].flatMap(({ names, answer }) =>
      answerLines(answer).map((line) => `  ${names.join(', ')}: ${line}`),
    ),
  ].join('\n');
}

function answerLines({ refused, undecidable }: ColumnPrivileges): string[] {
  const lines = [
    ...refused.map(refusedInWords),
    ...(undecidable === 0 ? [] : [`of ${undecidable} commands it cannot be told`]),
  ];
  return lines.length === 0 ? ['none is refused'] : lines;
}

function refusedInWords({ release, filters, command, count, instances }: RefusedCommands): string {
  const whose = filters === 'union' ? "the union's" : `${filters}'s`;
  const more = count > 1 ? ` and ${count - 1} more like it` : '';
  return printable(
    `${whose} filters refuse what ${release}'s code runs (${instances.join(', ')}): ${command}${more}`,
  );
}
