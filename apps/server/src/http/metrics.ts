import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

interface Definition<Label extends string> {
  /** As in Prometheus: `zhengfeng_events_recorded_total`. Units in the name. */
  readonly name: string
  readonly help: string
  /** Few values each: never a login, a case or a path with parameters in it. */
  readonly labels?: readonly Label[]
}

const registry = new Registry()
collectDefaultMetrics({ register: registry })

/** The measures of this process. Asking for the same name again gives the same measure. */
export const metrics = {
  counter: <Label extends string = never>(definition: Definition<Label>): Counter<Label> =>
    known<Counter<Label>>(definition.name) ?? new Counter({ ...named(definition), registers: [registry] }),
  gauge: <Label extends string = never>(
    definition: Definition<Label> & { readonly read?: () => number },
  ): Gauge<Label> =>
    known<Gauge<Label>>(definition.name) ??
    new Gauge({ ...named(definition), ...reading(definition.read), registers: [registry] }),
  histogram: <Label extends string = never>(
    definition: Definition<Label> & { readonly buckets: readonly number[] },
  ): Histogram<Label> =>
    known<Histogram<Label>>(definition.name) ??
    new Histogram({ ...named(definition), buckets: [...definition.buckets], registers: [registry] }),
  /** All measures in the text format of Prometheus. */
  text: (): Promise<string> => registry.metrics(),
  contentType: registry.contentType,
}

/** Seconds that answers took, by route. */
export const answerSeconds = metrics.histogram({
  name: 'zhengfeng_http_answer_seconds',
  help: 'Time until an answer was sent, by route and status.',
  labels: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
})

function known<M>(name: string): M | undefined {
  return registry.getSingleMetric(name) as M | undefined
}

function named<Label extends string>({ name, help, labels }: Definition<Label>) {
  return { name, help, labelNames: [...(labels ?? [])] }
}

function reading(read: (() => number) | undefined) {
  return (
    read && {
      collect(this: Gauge): void {
        this.set(read())
      },
    }
  )
}
