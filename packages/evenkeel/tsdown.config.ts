import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { main: 'src/cli/main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  dts: false,
  sourcemap: true,
  clean: true,
  outExtensions: () => ({ js: '.js' }),
});
