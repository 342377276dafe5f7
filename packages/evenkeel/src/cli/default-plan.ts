/** The plan file that is looked for in a folder. */
export const DEFAULT_PLAN = 'evenkeel.yaml';
