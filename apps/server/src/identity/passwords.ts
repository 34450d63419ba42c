import { type Algorithm, hash, verify } from '@node-rs/argon2'
import { ProblemError } from '../http/problem-error.ts'

/** argon2id with 19 MiB and two passes, the second choice of RFC 9106 in OWASP's sizes: some 30 ms. */
const strength = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** At most this many at a time, so that a flood of sign-ins takes neither the memory nor both cores. */
const atOnce = 2
const waitingAtMost = 50

/** @throws ProblemError `busy` where too many wait already */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalized(password), strength))
}

/**
 * Compares a password with a hash; without a hash it takes as long and is false, so that the time tells nothing.
 *
 * @throws ProblemError `busy` where too many wait already
 */
export function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  return inTurn(async () => {
    dummy ??= hash('no password has this hash', strength)
    const fits = await verify(stored ?? (await dummy), normalized(password))
    return fits && stored !== undefined
  })
}

let dummy: Promise<string> | undefined

/** The same password typed on another keyboard or system must stay the same password. */
function normalized(password: string): string {
  return password.normalize('NFKC')
}

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= waitingAtMost) throw new ProblemError('busy', {}, { headers: { 'retry-after': '5' } })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running += 1
  }
  try {
    return await work()
  } finally {
    // The place goes to the next in line, or is free again.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
