import { z } from 'zod'
import { Instant } from './fields.ts'
import { OverviewQuery, Ranking } from './indicators.ts'
import { guards, route } from './route.ts'

/** Who is among the last tenth with confidence, as the rankings say; empty where nobody is. */
export const Attention = z.object({
  computedAt: Instant.describe('up to two minutes ago'),
  items: z.array(
    z.object({
      indicator: Ranking.shape.indicator,
      unit: Ranking.shape.units.element.describe('its state is `bottom`'),
    }),
  ),
})
export type Attention = z.infer<typeof Attention>

export const attentionRoutes = {
  attention: route({
    method: 'GET',
    path: '/api/v1/overview/attention',
    summary:
      'The units of the overview that its rankings name among the last tenth, each once; computed at most once a minute.',
    tag: 'indicators',
    guard: guards.may('indicator.read', 'indicators.read'),
    query: OverviewQuery,
    response: Attention,
  }),
}
