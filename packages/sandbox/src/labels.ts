import { z } from 'zod'
import { SandboxError } from './errors.ts'
import { misconductKinds, officerKinds } from './misconduct/kinds.ts'

/** A kind of misconduct that truly holds of a case, by the simulator's own knowledge. */
export const CaseLabel = z.strictObject({
  caseId: z.string(),
  kind: z.enum(misconductKinds),
  /**
   * How much, in the unit of the kind: working days (overdue beyond the limit, hidden-time before an answer, clock-stop-abuse
   * stopped, orphaned-cases and unusual-gap left lying), rounds, bounces, steps, closings in the sitting, share of the limit
   * used (deadline-rush), days until entered (retroactive-entry), share of the queue passed (queue-jumping).
   */
  intensity: z.number(),
  /** `injected`: done on purpose; `consequence`: true as well, but it followed from something else, honest or not. */
  origin: z.enum(['injected', 'consequence']),
})
export type CaseLabel = z.infer<typeof CaseLabel>

/** A habit of an officer. */
export const OfficerLabel = z.strictObject({
  officer: z.string(),
  office: z.string(),
  kind: z.enum(officerKinds),
  /** Share of occasions on which they give in to it. */
  intensity: z.number(),
  /** Agents whose cases they take out of turn. */
  favoured: z.array(z.string()).optional(),
  /** How many cases of the log show it. */
  cases: z.number().int(),
})
export type OfficerLabel = z.infer<typeof OfficerLabel>

/** What is true of a log of the sandbox. A case or officer that is not named is clean. */
export const Labels = z.strictObject({
  version: z.literal(1),
  seed: z.number(),
  cases: z.array(CaseLabel),
  officers: z.array(OfficerLabel),
})
export type Labels = z.infer<typeof Labels>

/**
 * Writes labels as JSON text: one label a line, so that files can be compared and searched.
 *
 * @param labels what `simulate` told
 * @returns text that `readLabels` reads
 * @example
 * readLabels(formatLabels({ version: 1, seed: 7, cases: [], officers: [] })) // → { version: 1, seed: 7, cases: [], officers: [] }
 */
export function formatLabels(labels: Labels): string {
  const lines = (list: readonly unknown[]): string => list.map((entry) => `\n    ${JSON.stringify(entry)}`).join(',')
  return `{
  "version": ${labels.version},
  "seed": ${labels.seed},
  "officers": [${lines(labels.officers)}
  ],
  "cases": [${lines(labels.cases)}
  ]
}
`
}

/**
 * Reads what `formatLabels` wrote.
 *
 * @param json the whole text
 * @throws SandboxError `labelsInvalid`, with what is wrong in `detail`
 */
export function readLabels(json: string): Labels {
  try {
    return Labels.parse(JSON.parse(json))
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : String((cause as Error).message)
    throw new SandboxError('labelsInvalid', { detail }, { cause })
  }
}
