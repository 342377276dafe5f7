import { type ConfigOption, formatOption } from '../../model/config-schema.ts';
import type { ContractRule } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import { plainValue, type Setting } from '../../model/operator-file.ts';
import { valueInWords } from '../words.ts';
import { decidingSettings, settingsByName } from './lookup.ts';
import { refusalOf } from './refusals.ts';

/** Target refuses what the file says. */
export const invalidValue: ContractRule = {
  code: 'OPR105',
  severity: 'error',
  title: 'a value that the option does not take',
  why: 'The service does not start, or fails when it first reads the option.',
  remedy: 'Write a value that the option takes.',
  check: ({ operatorFiles, target }) =>
    operatorFiles.flatMap((file) => {
      const byName = settingsByName(file);
      return (target.config?.options ?? []).flatMap((option) => {
        // of a setting that is repeated, the last is the one that is read
        const setting = decidingSettings(option, byName).at(-1);
        return setting === undefined ? [] : judge(setting, option);
      });
    }),
};

function judge({ id, place, value }: Setting, option: ConfigOption): Finding[] {
  const why = refusalOf(value, option.type);
  if (why === undefined) return [];
  const shown = option.secret ? 'its value, a secret,' : valueInWords(plainValue(value));
  return [
    {
      rule: invalidValue,
      place,
      subject: formatOption(id),
      message: `${formatOption(id)}: ${shown} is ${why.startsWith('a ') ? 'refused' : why}`,
      witness: `${option.place.file}:${option.place.line} declares "${option.type.written}"${why.startsWith('a ') ? `; ${why}` : ''}`,
    },
  ];
}
