import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// as in packages/evenkeel/tsconfig.json: the sources, not what was built of them last
const RULES = fileURLToPath(new URL('packages/rootwrap/src/rules.ts', import.meta.url));

const suite = (name: string, minutes: number) => ({
  resolve: { alias: { '@evenkeel/rootwrap/rules': RULES } },
  test: {
    name,
    include: [`packages/*/test/${name}/**/*.test.ts`],
    testTimeout: minutes * 60_000,
    hookTimeout: minutes * 60_000,
    fileParallelism: name === 'unit',
    // by default one core is left alone: on two cores that is half of them
    ...(name === 'unit' && { maxWorkers: '100%' }),
  },
});

export default defineConfig({
  test: {
    projects: [
      suite('unit', 1),
      suite('e2e', 10),
      suite('examples', 15),
      suite('heavy', 15),
      suite('browser', 5),
    ],
  },
});
