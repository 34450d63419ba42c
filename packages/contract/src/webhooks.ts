import { z } from 'zod'
import { DivisionCode, Instant, Paging, page } from './fields.ts'
import { guards, route } from './route.ts'

/** Kinds of change that are told, as the `type` of a CloudEvent. */
export const webhookTypes = [
  'zhengfeng.events.recorded',
  'zhengfeng.finding.found',
  'zhengfeng.finding.confirmed',
  'zhengfeng.finding.dismissed',
  'zhengfeng.finding.reopened',
  'zhengfeng.finding.lapsed',
  'zhengfeng.warning.raised',
  'zhengfeng.warning.replied',
  'zhengfeng.warning.returned',
  'zhengfeng.warning.closed',
  'zhengfeng.warning.escalated',
  'zhengfeng.warning.lapsed',
  'zhengfeng.import.done',
  'zhengfeng.import.undone',
] as const
export const WebhookType = z.enum(webhookTypes)
export type WebhookType = z.infer<typeof WebhookType>

/** A change as it is told: CloudEvents 1.0, structured JSON. Personal data is never in it. */
export const CloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().describe('stays the same when sent again: receivers drop what they know'),
  source: z.string().describe('URI of this installation'),
  type: z.union([WebhookType, z.literal('zhengfeng.test')]),
  subject: z.string().describe('path of the thing in the API'),
  time: Instant,
  datacontenttype: z.literal('application/json'),
  division: z.string().describe('extension: code of the division'),
  data: z.json(),
})
export type CloudEvent = z.infer<typeof CloudEvent>

const Name = z.string().trim().min(1).max(100)
const Url = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .describe('https; http only where the operator allows it')
const Types = z.array(WebhookType).min(1)

export const WebhookView = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  types: z.array(WebhookType),
  division: DivisionCode.describe('changes in this subtree are told'),
  state: z
    .enum(['active', 'paused', 'failing'])
    .describe('failing: paused by the server after repeated failure; resume it once the receiver is well'),
  createdAt: Instant,
  createdBy: z.string(),
  pausedAt: Instant.optional(),
  waiting: z.int().describe('deliveries that wait or are tried again'),
  dead: z.int().describe('deliveries given up after the last try'),
  deliveredAt: Instant.optional().describe('last delivery that the receiver took'),
  failedAt: Instant.optional(),
  failuresInARow: z.int(),
})
export type WebhookView = z.infer<typeof WebhookView>

/** The secret with which deliveries are signed; told this once, and never again. */
const WithSecret = WebhookView.extend({ secret: z.string().describe('`whsec_` and base64, as in Standard Webhooks') })

export const deliveryStates = ['waiting', 'delivered', 'dead'] as const

export const DeliveryView = z.object({
  id: z.uuid(),
  messageId: z.string().describe('`id` of the CloudEvent and header `webhook-id`'),
  type: z.string(),
  subject: z.string(),
  state: z.enum(deliveryStates),
  tries: z.int(),
  createdAt: Instant,
  nextAt: Instant.optional(),
  lastTriedAt: Instant.optional(),
  lastStatus: z.int().optional().describe('what the receiver answered'),
  lastError: z
    .enum(['timeout', 'refused', 'unresolved', 'forbiddenAddress', 'tls', 'reset', 'redirect', 'status', 'other'])
    .optional(),
  lastDurationMs: z.int().optional(),
})

const WebhookId = z.object({ id: z.uuid() })

export const webhooksRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/webhooks',
    summary: 'Lists subscriptions to changes.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    response: z.object({ items: z.array(WebhookView) }),
  }),
  create: route({
    method: 'POST',
    path: '/api/v1/webhooks',
    summary:
      'Subscribes an address to changes, told at least once each and in no promised order. The answer tells the secret, once.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    body: z.object({ name: Name, url: Url, types: Types, division: DivisionCode }),
    response: WithSecret,
  }),
  read: route({
    method: 'GET',
    path: '/api/v1/webhooks/{id}',
    summary: 'Reads a subscription.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    params: WebhookId,
    response: WebhookView,
  }),
  update: route({
    method: 'PATCH',
    path: '/api/v1/webhooks/{id}',
    summary: 'Changes, pauses or resumes a subscription. While paused nothing is lost: what happens waits.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    params: WebhookId,
    body: z.object({
      name: Name.optional(),
      url: Url.optional(),
      types: Types.optional(),
      state: z.enum(['active', 'paused']).optional(),
    }),
    response: WebhookView,
  }),
  delete: route({
    method: 'DELETE',
    path: '/api/v1/webhooks/{id}',
    summary: 'Ends a subscription; what waits for it is dropped.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    params: WebhookId,
    response: 'nothing',
  }),
  rotateSecret: route({
    method: 'POST',
    path: '/api/v1/webhooks/{id}/secret',
    summary: 'Makes a new secret; for 24 hours deliveries bear the signatures of both.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    params: WebhookId,
    response: WithSecret,
  }),
  test: route({
    method: 'POST',
    path: '/api/v1/webhooks/{id}/test',
    summary: 'Sends a test message now and tells what came of it.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    params: WebhookId,
    response: z.object({
      delivered: z.boolean(),
      status: z.int().optional(),
      error: DeliveryView.shape.lastError,
      durationMs: z.int(),
    }),
  }),
  deliveries: route({
    method: 'GET',
    path: '/api/v1/webhooks/{id}/deliveries',
    summary: 'Lists deliveries, newest first; `state=dead` are those given up.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    params: WebhookId,
    query: Paging.extend({ state: z.enum(deliveryStates).optional() }),
    response: page(DeliveryView),
  }),
  replay: route({
    method: 'POST',
    path: '/api/v1/webhooks/{id}/replay',
    summary: 'Sends deliveries again: single ones, all that were given up, or all of a time; each keeps its id.',
    tag: 'webhooks',
    guard: guards.may('webhook.manage'),
    params: WebhookId,
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('ids'), ids: z.array(z.uuid()).min(1).max(200) }),
      z.object({ kind: z.literal('dead') }),
      z.object({ kind: z.literal('time'), from: Instant, to: Instant }),
    ]),
    response: z.object({ count: z.int().describe('how many will be sent again') }),
  }),
} as const
