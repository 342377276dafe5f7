import type { ContractSource } from '../model/contract.ts';
import type { Place } from '../model/finding.ts';
import type { Issue } from '../model/issue.ts';
import type { PlanException } from '../model/release-notes.ts';
import type { UpgradeModel } from '../model/upgrade-model.ts';
import { findContractMistakes } from './contract-mistakes.ts';
import { isContractOnly } from './contract-only.ts';
import { inOrder, toIssue } from './mistake.ts';
import { normaliseContract } from './normalise-contract.ts';
import { type PlanSource, readPlan } from './read-plan.ts';
import { placeholderMistakes } from './references.ts';
import { contractFile } from './schema/contract.ts';
import { planJsonSchema } from './schema/plan.ts';
import { wordSchemaIssues } from './schema-issues.ts';
import { sketchPlan } from './sketch.ts';
import { parseYaml, type SourceDocument } from './yaml-document.ts';

/** What `evenkeel check` takes from a plan. */
export interface CheckPlan {
  readonly contract?: ContractSource;
  /** Where the contract stands; the start of the file when there is none. */
  readonly place: Place;
  /** Absent in a plan that is for `check` alone, which has none. */
  readonly exceptions?: readonly PlanException[];
}

type Result = { readonly plan: CheckPlan } | { readonly issues: readonly Issue[] };

/** Reads a plan for `evenkeel check`: a whole one, or one that has nothing but a contract. Never throws on bad input. */
export function readCheckPlan(input: PlanSource): Result {
  const source = parseYaml(input.file, input.text);
  if (Array.isArray(source)) return { issues: source };
  if (isContractOnly(source.value)) return readContractFile(input, source);
  const read = readPlan(input);
  return 'issues' in read ? read : { plan: planOf(read.model, input.file, source) };
}

function readContractFile(input: PlanSource, source: SourceDocument): Result {
  const { file, kindOf } = input;
  const parsed = contractFile.safeParse(source.value, { reportInput: true });
  if (!parsed.success)
    return { issues: inOrder(wordSchemaIssues(file, source, planJsonSchema(), parsed.error.issues)) };
  const { contract } = parsed.data;
  const mistakes = [
    ...findContractMistakes(contract, kindOf),
    ...placeholderMistakes(sketchPlan(source.value, []).plan),
  ];
  if (mistakes.length > 0) return { issues: inOrder(mistakes.map((each) => toIssue(file, source, each))) };
  const place = { file, ...source.placeOfKey([], 'contract') };
  return { plan: { contract: normaliseContract(contract, input), place } };
}

function planOf(model: UpgradeModel, file: string, source: SourceDocument): CheckPlan {
  const { contract } = model;
  const exceptions = model.exceptions.map(({ name, note, why }) => {
    const place = { file, ...source.placeOf(['exceptions', name, 'note']) };
    return { name, note, why, place };
  });
  if (contract === undefined) return { place: { file, line: 1, column: 1 }, exceptions };
  return { contract, place: { file, ...source.placeOfKey([], 'contract') }, exceptions };
}
