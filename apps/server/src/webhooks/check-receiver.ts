import { isIP } from 'node:net'
import { ProblemError } from '../http/problem-error.ts'
import type { Reach } from './addresses.ts'
import { checkedAddresses, checkedUrl, ForbiddenAddress } from './send.ts'

/**
 * Checks an address before it is subscribed. It is checked again with every delivery, as names may come to lead elsewhere.
 *
 * @throws ProblemError `invalid`, naming what is wrong with it
 */
export async function checkReceiver(text: string, reach: Reach): Promise<void> {
  try {
    const url = checkedUrl(text, reach)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (!isIP(host)) await checkedAddresses(host, reach)
  } catch (error) {
    const reason = error instanceof ForbiddenAddress ? reasonOf[error.message] : 'webhook.unresolved'
    throw new ProblemError(
      'invalid',
      {},
      { fields: [{ field: 'url', value: text, message: reason ?? 'webhook.address' }] },
    )
  }
}

/** Keys under `server.fields`. */
const reasonOf: Readonly<Record<string, string>> = {
  protocol: 'webhook.protocol',
  credentials: 'webhook.credentials',
  address: 'webhook.address',
}
