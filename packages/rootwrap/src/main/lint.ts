import { loadConfig } from '../config/load.js';
export function lintRules(conf: string): number {
  loadConfig(conf);
  return 0;
}
