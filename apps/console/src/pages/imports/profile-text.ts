import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml'

/** The roles of columns, the needed ones first. */
export const columnRoles = [
  'case',
  'activity',
  'time',
  'start',
  'recordedAt',
  'lifecycle',
  'resource',
  'department',
  'office',
  'item',
  'channel',
  'applicant',
  'agent',
  'stopKind',
  'stopDocument',
] as const
export type ColumnRole = (typeof columnRoles)[number]

/** What of a profile can be chosen in a form; the rest is written in its text. */
export interface ProfileChoices {
  readonly timeZone: string
  readonly columns: Readonly<Partial<Record<ColumnRole, string>>>
  /** Names of activities by step. */
  readonly stepOf: ReadonlyMap<string, string>
  readonly from: string
  readonly to: string
  /** The attribute that holds the due instant; `other` where the limit is written in another way. */
  readonly statutory: string
  readonly promised: string
}

/** What stands in the form for an instant that an attribute holds. */
export const attributePrefix = 'attribute:'
export const otherLimit = ' other'

/** Reads what a form shows; `undefined` where the text is no YAML. */
export function readChoices(text: string): ProfileChoices | undefined {
  const profile = parse(text)
  if (!profile) return undefined
  const of = (path: readonly string[]): unknown => plain(profile.getIn(path))
  const columns = Object.fromEntries(
    columnRoles.flatMap((role) => {
      const column = of(['columns', role])
      return typeof column === 'string' && column !== '' ? [[role, column]] : []
    }),
  )
  return {
    timeZone: wordOf(of(['timeZone'])) || 'Asia/Shanghai',
    columns,
    stepOf: stepsOf(of(['activities'])),
    from: milestoneOf(of(['clock', 'from'])) || 'accept',
    to: milestoneOf(of(['clock', 'to'])) || 'close',
    statutory: limitOf(of(['clock', 'statutory'])),
    promised: limitOf(of(['clock', 'promised'])),
  }
}

/** Sets one value, leaving the rest of the text, its order and its comments as they are; an empty one is taken out. */
export function setValue(text: string, path: readonly string[], value: unknown): string {
  const profile = parse(text)
  if (!profile) return text
  if (value === undefined || value === '') profile.deleteIn(path)
  else setDeep(profile, path, value)
  return write(profile)
}

/** Puts an activity under a canonical step, and out of every other. */
export function setStep(text: string, activity: string, step: string | undefined): string {
  const profile = parse(text)
  if (!profile) return text
  const activities = profile.get('activities')
  if (isMap(activities))
    for (const { key } of Array.from(activities.items)) {
      const names = activities.get(key)
      if (!isSeq(names)) continue
      names.items = names.items.filter((name) => plain(name) !== activity)
      if (names.items.length === 0) activities.delete(key)
    }
  if (step !== undefined) {
    const names = profile.getIn(['activities', step])
    if (isSeq(names)) names.add(activity)
    else setDeep(profile, ['activities', step], [activity])
  }
  return write(profile)
}

/** A milestone of the form as the profile writes it. */
export function milestoneValue(chosen: string): unknown {
  return chosen.startsWith(attributePrefix) ? { attribute: chosen.slice(attributePrefix.length) } : chosen
}

function parse(text: string): Document | undefined {
  const document = parseDocument(text)
  return document.errors.length > 0 || !(isMap(document.contents) || document.contents === null) ? undefined : document
}

function write(profile: Document): string {
  return profile.toString({ lineWidth: 0 })
}

/** `setIn` with lists and maps as YAML nodes; an empty `{}` on the way, or a text, gives place to a map. */
function setDeep(profile: Document, path: readonly string[], value: unknown): void {
  for (let depth = 1; depth < path.length; depth++) {
    const way = path.slice(0, depth)
    const at = profile.getIn(way)
    if (!isMap(at)) profile.setIn(way, profile.createNode({}))
    else if (at.items.length === 0) at.flow = false
  }
  profile.setIn(path, profile.createNode(value))
}

function plain(node: unknown): unknown {
  if (isScalar(node)) return node.value
  return isMap(node) || isSeq(node) ? node.toJSON() : node
}

function stepsOf(activities: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (typeof activities !== 'object' || activities === null) return found
  for (const [step, names] of Object.entries(activities))
    if (Array.isArray(names)) for (const name of names) found.set(String(name), step)
  return found
}

function milestoneOf(value: unknown): string {
  const attribute = memberOf(value, 'attribute')
  return attribute === '' ? wordOf(value) : attributePrefix + attribute
}

function limitOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return memberOf(value, 'due') || otherLimit
}

function memberOf(value: unknown, name: string): string {
  return typeof value === 'object' && value !== null ? wordOf((value as Record<string, unknown>)[name]) : ''
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
