import type { Causes } from './crew.ts';

/** All is well whenever one release has been stopped before the other is started. */
const SIDE_BY_SIDE: Causes = { upgrade: 'wire-protocol' };

/** Target's start, or a schema step, leaves what base cannot work on. */
const SCHEMA: Causes = { upgrade: 'schema', rollback: 'schema' };

/** Base cannot work on what target makes. */
const DATA: Causes = { upgrade: 'data-format', rollback: 'data-format' };

/**
 * Why a crew fails, by its name. Left out are those that fail with all at target, whose fault has no class.
 */
export const CAUSES: Readonly<Record<string, Causes>> = {
  'nothing is wrong': {},
  'api@target beside worker@base': SIDE_BY_SIDE,
  'worker@target beside api@base': SIDE_BY_SIDE,
  'each beside the other release': SIDE_BY_SIDE,
  'two of api: api@target beside worker@base': SIDE_BY_SIDE,
  'two of api: worker@target beside api@base': SIDE_BY_SIDE,
  'two of api: api@target beside api@base': SIDE_BY_SIDE,
  'three together': SIDE_BY_SIDE,
  'two of three': SIDE_BY_SIDE,
  'a line of three': SIDE_BY_SIDE,
  'a fork of three': SIDE_BY_SIDE,
  'a ring of three': SIDE_BY_SIDE,
  'no base worker starts beside api@target': SIDE_BY_SIDE,
  'no base api starts beside worker@target': SIDE_BY_SIDE,
  'two of api: no base api starts beside api@target': SIDE_BY_SIDE,
  'api@target beside worker@base, and order: api before worker': SIDE_BY_SIDE,
  'worker@target beside scheduler@base': SIDE_BY_SIDE,
  'three together, worker and scheduler first': SIDE_BY_SIDE,
  'a fork of three, upside down': SIDE_BY_SIDE,
  'two of api: both releases of api beside worker@base': SIDE_BY_SIDE,
  'no api@target starts beside worker@base': SIDE_BY_SIDE,
  'code that needs expand, which comes first': {},
  'api@target beside worker@base, and order: worker before api': {},
  'api@target beside worker@base of three, and order: worker before api': {},
  'contract before the last of base': SCHEMA,
  'contract before worker': SCHEMA,
  'code before expand': { upgrade: 'schema' },
  'worker before expand': { upgrade: 'schema' },
  'expand and contract anywhere': SCHEMA,
  'no base starts once worker@target was here': SCHEMA,
  'contract after the last of base': { rollback: 'schema' },
  'expand and contract around the code': { rollback: 'schema' },
  'no base starts once contract is done': { rollback: 'schema' },
  'no base worker starts once worker@target was here': { rollback: 'schema' },
  'no base api serves once api@target was here': { rollback: 'schema' },
  'no base starts once api@target has written': DATA,
  'no base serves once api@target has written': DATA,
  'two of api: no base api serves once api@target has written': DATA,
  'no base api starts once api@target has written': { rollback: 'data-format' },
};
