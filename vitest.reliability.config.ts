import { defineConfig } from 'vitest/config'

/** `npm run test:reliability`: what is killed, crowded, tampered with, starved of disk or fed with nonsense. */
export default defineConfig({
  test: {
    include: ['tests/reliability/*.reliability.ts'],
    globalSetup: ['tests/reliability/print-figures.ts'],
    setupFiles: ['tests/support/properties.ts'],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
})
