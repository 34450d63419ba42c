import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Secrets of an installation, all derived from one master key that lives outside the database. */
export interface Keys {
  /** Names the master key, so that a key that does not fit is found out. */
  readonly id: string
  /** Encrypts with AES-256-GCM; `context` must be the same for opening, and binds the text to its place. */
  seal(plain: Uint8Array, context: string): Uint8Array
  /** @throws Error where the text was altered, the context differs or the key does not fit */
  open(sealed: Uint8Array, context: string): Uint8Array
  /** A salted digest (HMAC-SHA-256, base64url, 22 characters) that stands for a person in events. */
  digest(text: string): string
  /** Signs with a key for one purpose (HMAC-SHA-256, hex). */
  sign(text: string, purpose: string): string
}

/**
 * Derives the keys of an installation.
 *
 * @param master at least 32 random bytes
 */
export function deriveKeys(master: Uint8Array): Keys {
  if (master.length < 32) throw new Error('the master key needs at least 32 bytes')
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', master, 'zhengfeng', purpose, 32))
  const sealing = derive('seal')
  const digesting = derive('digest')
  return {
    id: derive('id').toString('hex').slice(0, 12),
    seal: (plain, context) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(context))
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open: (sealed, context) => {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-16))
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
    },
    digest: (text) => createHmac('sha256', digesting).update(text).digest('base64url').slice(0, 22),
    sign: (text, purpose) =>
      createHmac('sha256', derive(`sign:${purpose}`))
        .update(text)
        .digest('hex'),
  }
}
