import { hash, verify } from '@node-rs/argon2'
import type { PasswordHasher } from '@truss/domain/ports'

/** argon2id with what OWASP asks for at least: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const passwordHasher: PasswordHasher = {
  hash: (password) => hash(password, COST),
  async verify(phc, password) {
    try {
      return await verify(phc, password)
    } catch {
      // Not a hash of ours: nobody gets in with it.
      return false
    }
  },
}
