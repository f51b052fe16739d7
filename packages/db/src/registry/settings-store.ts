import { eq } from 'drizzle-orm'
import type { RegistryDb } from './registry-db.ts'
import { settings } from './tables.ts'

/** A setting that is made on first use and then stays, whichever process comes first. */
export async function settingOnce<T>(
  db: RegistryDb,
  name: string,
  make: () => T | Promise<T>,
): Promise<unknown> {
  const read = () => db.select().from(settings).where(eq(settings.name, name))
  const [known] = await read()
  if (known) return known.value
  await db
    .insert(settings)
    .values({ name, value: await make() })
    .onConflictDoNothing()
  const [row] = await read()
  return row?.value
}
