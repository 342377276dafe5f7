import { defineConfig } from 'vitest/config';

const suite = (name: string, minutes: number) => ({
  test: {
    name,
    include: [`packages/*/test/${name}/**/*.test.ts`],
    testTimeout: minutes * 60_000,
    hookTimeout: minutes * 60_000,
    fileParallelism: name === 'unit',
  },
});

export default defineConfig({
  test: { projects: [suite('unit', 1), suite('e2e', 10), suite('examples', 15)] },
});
