import type { Platform } from '../platform.ts'
import type { Reach } from './addresses.ts'

/** Where this installation may send to, as the operator configured it. */
export function reachOf({ configuration }: Pick<Platform, 'configuration'>): Reach {
  return { networks: configuration.ZHENGFENG_WEBHOOK_NETWORKS, loopback: configuration.ZHENGFENG_SANDBOX }
}
