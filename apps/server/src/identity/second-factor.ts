import { Secret, TOTP } from 'otpauth'
import type { Platform } from '../platform.ts'
import { readableSecret } from './tokens.ts'
import { wallClock } from './wall-clock.ts'

const recoveryCodes = 10
const issuer = 'ZhengFeng'

/** What an authenticator is set up with. */
export interface Enrolment {
  /** Base32. */
  readonly secret: string
  readonly uri: string
}

/** Gives a new secret to an account; it counts once a code of it was shown. */
export async function enrolSecondFactor(
  platform: Platform,
  account: { readonly id: string; readonly login: string },
): Promise<Enrolment> {
  const secret = new Secret({ size: 20 })
  const sealed = platform.keys.seal(secret.bytes, place(account.id))
  await platform.db.query('update account set totp_pending = $2 where id = $1', [account.id, sealed])
  return { secret: secret.base32, uri: totpOf(secret, account.login).toString() }
}

/**
 * Puts the pending secret in force where the code is right.
 *
 * @returns recovery codes; undefined where the code is wrong or nothing is pending
 */
export async function confirmSecondFactor(
  platform: Platform,
  account: { readonly id: string; readonly totp_pending: Uint8Array | null },
  code: string,
): Promise<readonly string[] | undefined> {
  if (account.totp_pending === null) return undefined
  const step = stepOf(platform, { id: account.id, sealed: account.totp_pending, code })
  if (step === undefined) return undefined
  await platform.db.query(
    `update account
        set totp_sealed = totp_pending,
            totp_pending = null,
            totp_last_step = $2
      where id = $1`,
    [account.id, step],
  )
  return renewRecoveryCodes(platform, account.id)
}

/** Whether a code is right, of the authenticator or for recovery. It is used up: the same one is refused from now on. */
export async function useSecondFactor(
  platform: Platform,
  account: { readonly id: string; readonly totp_sealed: Uint8Array | null },
  code: string,
): Promise<boolean> {
  if (account.totp_sealed === null) return false
  if (!/^\d{6}$/.test(code.replace(/\s/g, ''))) return useRecoveryCode(platform, account.id, code)
  const step = stepOf(platform, { id: account.id, sealed: account.totp_sealed, code })
  if (step === undefined) return false
  const used = await platform.db.query(
    `update account
        set totp_last_step = $2
      where id = $1
        and (totp_last_step is null or totp_last_step < $2)
     returning id`,
    [account.id, step],
  )
  return used.length > 0
}

export async function removeSecondFactor(platform: Platform, id: string): Promise<void> {
  await platform.db.transaction(async (tx) => {
    await tx.query(
      `update account
          set totp_sealed = null,
              totp_pending = null,
              totp_last_step = null
        where id = $1`,
      [id],
    )
    await tx.query('delete from recovery_code where account_id = $1', [id])
  })
}

/** New recovery codes; the old ones are void. Only digests are kept. */
export async function renewRecoveryCodes(platform: Platform, id: string): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCodes }, () => readableSecret(3))
  await platform.db.transaction(async (tx) => {
    await tx.query('delete from recovery_code where account_id = $1', [id])
    await tx.query(
      `insert into recovery_code (account_id, digest)
       select $1, digest
         from unnest($2::text[]) as codes (digest)`,
      [id, codes.map((code) => codeDigest(platform, code))],
    )
  })
  return codes
}

export async function countRecoveryCodes(platform: Platform, id: string): Promise<number> {
  const [row] = await platform.db.query<{ count: number }>(
    'select count(*) as count from recovery_code where account_id = $1 and used_at is null',
    [id],
  )
  return row.count
}

async function useRecoveryCode(platform: Platform, id: string, code: string): Promise<boolean> {
  const used = await platform.db.query(
    `update recovery_code
        set used_at = $3
      where account_id = $1
        and digest = $2
        and used_at is null
     returning digest`,
    [id, codeDigest(platform, code), new Date(wallClock(platform))],
  )
  return used.length > 0
}

function codeDigest(platform: Platform, code: string): string {
  return platform.keys.sign(code.toLowerCase().replace(/[^a-z0-9]/g, ''), 'recovery-code')
}

/** The step of 30 seconds that a code belongs to; one before and one after are let pass, as clocks differ. */
function stepOf(
  platform: Platform,
  given: { readonly id: string; readonly sealed: Uint8Array; readonly code: string },
): number | undefined {
  const bytes = platform.keys.open(given.sealed, place(given.id))
  const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer })
  const timestamp = wallClock(platform)
  const delta = totpOf(secret, '').validate({ token: given.code.replace(/\s/g, ''), timestamp, window: 1 })
  return delta === null ? undefined : Math.floor(timestamp / 30_000) + delta
}

function totpOf(secret: Secret, label: string): TOTP {
  return new TOTP({ issuer, label, secret, algorithm: 'SHA1', digits: 6, period: 30 })
}

function place(id: string): string {
  return `totp:${id}`
}
