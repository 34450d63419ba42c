import { createHmac, randomBytes } from 'node:crypto'

/** A new secret, as Standard Webhooks write it. */
export function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`
}

/**
 * The headers that prove where a delivery comes from (Standard Webhooks): HMAC-SHA-256 over id, time and body.
 *
 * @param secrets one, or two while a new one replaces an old one
 * @param atSeconds true time; receivers refuse what is older than some minutes
 */
export function signatureHeaders(
  message: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  atSeconds: number,
): Record<string, string> {
  const signed = `${message.id}.${atSeconds}.${message.body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  })
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(atSeconds),
    'webhook-signature': signatures.join(' '),
  }
}
