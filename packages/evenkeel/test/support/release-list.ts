import type { UpgradeModel } from '../../src/model/upgrade-model.ts';
import { readSteps, type StepsResult } from '../../src/read/read-plan.ts';
import { type Disk, planSource } from './model.ts';

/** What the plan with a list of releases refers to. */
const DISK: Disk = { '.': 'folder', 'a.conf': 'file', 'b.conf': 'file', 'note.md': 'file' };

/** A plan of three releases that says something by releases wherever it can. */
export const LIST_PLAN = `version: 1
name: listed
releases:
  - 17
  - { label: 18.0.1, name: "18" }
  - { label: 19.0.0, name: "19", vars: { flag: new } }
services:
  api:
    install:
      17: { folder: . }
      18: { npm: ["api@\${release.label}"] }
      19: { npm: ["api@\${release.label}"] }
    start: { 17: api-old, 18: api, 19: api }
    version: { http: GET /version, json: version }
files:
  conf: { path: a, from: { 17: a.conf, 18: a.conf, 19: b.conf }, note: note.md }
migrate:
  18: api migrate
  19: { expand: api expand, contract: api contract }
order:
  19: [expand before api]
resources:
  note:
    service: api
    create: [{ http: POST /notes }]
    verify: [{ http: GET /notes }]
probes:
  list: { service: api, http: GET /notes }
exceptions:
  reindex: { run: reindex, note: note.md, steps: [17-to-18, 17-to-19] }
  always: { run: "true", note: note.md }
promises:
  - offline:together
  - rolling:after
  - 17-to-19 offline:together/rollback
`;

/** Reads the plan with a list, or what became of it. */
export const readList = (text: string = LIST_PLAN): StepsResult => readSteps(planSource(text, DISK));

/** The model of a step; the text must be right. */
export function modelOfStep(id: string, text?: string): UpgradeModel {
  const result = readList(text);
  if ('issues' in result) throw new Error(result.issues.map(({ message }) => message).join('\n'));
  const found = result.steps.find(({ step }) => step?.id === id);
  if (found === undefined) throw new Error(`there is no step ${id}`);
  return found;
}
