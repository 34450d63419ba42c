import { createHash, randomBytes, randomInt } from 'node:crypto'

/** A secret of 256 random bits, in 43 characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token: who reads the database cannot sign in with it. */
export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const letters = '23456789abcdefghjkmnpqrstuvwxyz'

/** Random characters that are not mistaken for one another when read out, in groups of four. */
export function readableSecret(groups: number): string {
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return Array.from({ length: groups }, group).join('-')
}
