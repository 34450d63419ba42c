import type { EventLog } from '@zhengfeng/eventlog'
import { fitLine, groupValues, type LinearFit, mean, quantileSorted } from '../statistics/index.ts'
import type { ActivityInstances } from '../time/activity-instances.ts'
import { type TimedWork, timedWork, type WorkloadOptions } from './timed-work.ts'

/**
 * Whether people work faster or slower under load. All fits are of ln(service time) on workload, with the mean of each
 * (resource, activity) taken out of both first, so that a slope of 0.05 means: 5% slower per additional piece of work, the
 * same hand doing the same thing.
 */
export interface WorkloadEffect {
  /** Pieces of work whose service time is known. */
  readonly measured: number
  /** Pieces of work left out: no start known and no neighbour close enough, or no measurable duration. */
  readonly unmeasured: number
  /**
   * Measured pieces of work whose start is not known, so that the time since the hand’s last completion stands in for it.
   * Fast stretches then make load by themselves: where this is most of them, a falling line proves nothing.
   */
  readonly estimated: number
  readonly overall: LinearFit | undefined
  /** Curvature: the fit on the square of the workload after the straight line. A positive slope: slow when idle and when overloaded. */
  readonly curvature: LinearFit | undefined
  /** One per code of `log.resource.values`. */
  readonly byResource: readonly (LinearFit | undefined)[]
  /** Five classes of about equal size, from least to most loaded. */
  readonly classes: readonly WorkloadClass[]
}

export interface WorkloadClass {
  /** Pieces of work completed within the horizon. */
  readonly minLoad: number
  readonly maxLoad: number
  readonly count: number
  /** Service time relative to what the same hand needs for the same activity over all classes; geometric means. */
  readonly relativeServiceTime: number
}

/**
 * Relates the time that a piece of work takes to how much its hand had done before.
 *
 * @param log a log with resources
 * @param instances as `activityInstances(log)` gives them
 * Source: Nakatumba and van der Aalst 2010, “Analyzing resource behavior using process mining”.
 */
export function workloadEffect(
  log: EventLog,
  instances: ActivityInstances,
  options: WorkloadOptions = {},
): WorkloadEffect {
  const work = timedWork(log, instances, options)
  const logService = centred(work.serviceMs.map(Math.log), work.group)
  const load = centred(work.load, work.group)
  const lostDegrees = Math.max(0, work.groupResource.length - 1)
  return {
    measured: work.load.length,
    unmeasured: work.unmeasured,
    estimated: work.estimated,
    overall: fitLine(load, logService, { lostDegrees }),
    curvature: curvatureOf(work, load, { logService, lostDegrees }),
    byResource: fitsByResource(work, { load, logService }, log.resource?.values.length ?? 0),
    classes: classesOf(work, logService),
  }
}

/** Values less the mean of their group. */
function centred(values: Float64Array, group: Int32Array): Float64Array {
  const groups = group.reduce((max, g) => Math.max(max, g + 1), 0)
  const sums = new Float64Array(groups)
  const counts = new Int32Array(groups)
  for (let k = 0; k < values.length; k++) {
    sums[group[k]!]! += values[k]!
    counts[group[k]!]!++
  }
  return values.map((value, k) => value - sums[group[k]!]! / counts[group[k]!]!)
}

/** By the theorem of Frisch, Waugh and Lovell: the square of the load, less what a line on the load explains of it. */
function curvatureOf(
  work: TimedWork,
  load: Float64Array,
  { logService, lostDegrees }: { logService: Float64Array; lostDegrees: number },
): LinearFit | undefined {
  const square = centred(
    work.load.map((value) => value * value),
    work.group,
  )
  const line = fitLine(load, square)
  if (!line) return undefined
  const rest = square.map((value, k) => value - line.slope * load[k]!)
  // Where there are two loads only, nothing is left but rounding.
  if (line.rSquared > 1 - 1e-9) return undefined
  const slope = fitLine(load, logService)!.slope
  const unexplained = logService.map((value, k) => value - slope * load[k]!)
  return fitLine(rest, unexplained, { lostDegrees: lostDegrees + 1 })
}

function fitsByResource(
  work: TimedWork,
  { load, logService }: { load: Float64Array; logService: Float64Array },
  resources: number,
): (LinearFit | undefined)[] {
  const x = groupValues(work.resource, resources, (k) => load[k]!)
  const y = groupValues(work.resource, resources, (k) => logService[k]!)
  const groups = new Int32Array(resources)
  for (const resource of work.groupResource) groups[resource]!++
  return x.map((loads, resource) => fitLine(loads, y[resource]!, { lostDegrees: groups[resource]! - 1 }))
}

function classesOf(work: TimedWork, logService: Float64Array): WorkloadClass[] {
  if (work.load.length === 0) return []
  const sorted = work.load.slice().sort()
  const bounds = [0.2, 0.4, 0.6, 0.8].map((q) => quantileSorted(sorted, q))
  const classOf = new Int32Array(work.load.length)
  for (const bound of bounds) for (let k = 0; k < classOf.length; k++) if (work.load[k]! > bound) classOf[k]!++
  const loads = groupValues(classOf, 5, (k) => work.load[k]!)
  const services = groupValues(classOf, 5, (k) => logService[k]!)
  return loads.flatMap((found, k) => {
    if (found.length === 0) return []
    found.sort()
    return {
      minLoad: found[0]!,
      maxLoad: found.at(-1)!,
      count: found.length,
      relativeServiceTime: Math.exp(mean(services[k]!)),
    }
  })
}
