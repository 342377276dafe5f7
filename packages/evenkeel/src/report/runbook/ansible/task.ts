/** A task, a play, or a part of one: YAML that Ansible reads. */
export type Task = { readonly [key: string]: unknown };

/** The numbers of the steps that failed, on whichever host: an expression for a variable. */
export const FAILED_STEPS =
  "{{ groups['all'] | map('extract', hostvars, 'evenkeel_failed_step') | select('defined') | list }}";
