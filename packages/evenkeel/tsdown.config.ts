import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { main: 'src/cli/main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: false,
  sourcemap: true,
  clean: true,
  // its CommonJS build can't be bundled; the ES one can't be imported by Node as it is
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // the rules of the privileged wrapper become a part of the bundle: no build of it has to come first
  deps: { alwaysBundle: ['@evenkeel/rootwrap/rules'] },
  outExtensions: () => ({ js: '.js' }),
});
