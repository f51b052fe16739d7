import { defineConfig } from 'drizzle-kit'

/** `TRUSS_SCHEMA=registry npx drizzle-kit generate` writes the next migration of one of the two databases. */
const which = process.env.TRUSS_SCHEMA === 'registry' ? 'registry' : 'instance'

export default defineConfig({
  dialect: 'postgresql',
  schema: `./src/${which}/tables.ts`,
  out: `./drizzle/${which}`,
})
