import type { DeliveryView, WebhookView } from '@zhengfeng/contract'
import type { z } from 'zod'
import type { StatusKind } from '../../components/Status.tsx'

export type Delivery = z.infer<typeof DeliveryView>

export const webhookKind: Readonly<Record<WebhookView['state'], StatusKind>> = {
  active: 'good',
  paused: 'neutral',
  failing: 'bad',
}

export const deliveryKind: Readonly<Record<Delivery['state'], StatusKind>> = {
  waiting: 'waiting',
  delivered: 'good',
  dead: 'bad',
}

/** Keys of texts have no dots. */
export function typeKey(type: string): string {
  return type.replace('zhengfeng.', '').replace('.', '-')
}
