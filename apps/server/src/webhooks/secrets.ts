import type { Keys } from '../keys.ts'

/** The secrets of a subscription as they are stored. */
export interface SealedSecrets {
  readonly id: string
  readonly secret: Uint8Array
  readonly old_secret: Uint8Array | null
  readonly old_secret_until: number | null
}

export function sealSecret(keys: Keys, id: string, secret: string): Uint8Array {
  return keys.seal(Buffer.from(secret), `webhook:${id}`)
}

/** The secrets in force at a moment, the newest first. */
export function openSecrets(keys: Keys, sealed: SealedSecrets, at: number): readonly string[] {
  const { id, secret, old_secret, old_secret_until } = sealed
  const both = old_secret && old_secret_until !== null && old_secret_until > at ? [secret, old_secret] : [secret]
  return both.map((one) => Buffer.from(keys.open(one, `webhook:${id}`)).toString())
}
