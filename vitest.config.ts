import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,apps,e2e,scripts,infra}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.next/**', '**/.truss/**', 'e2e/browser/**', 'e2e/bench/**'],
    globalSetup: ['scripts/tests/shared-postgres.ts'],
    // Tests start servers and git processes of their own: more workers than cores only make them wait for each other.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A test that passes at the second try has failed.
    retry: 0,
  },
})
