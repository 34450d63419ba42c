/** Every way in which a process model can be unusable. */
export const modelErrorCodes = [
  'treeMalformed',
  'treeTooDeep',
  'tooManyActivities',
  'bpmnMalformed',
  'bpmnTooLarge',
  'bpmnEntityForbidden',
  'bpmnNoProcess',
  'bpmnSeveralProcesses',
  'bpmnUnsupported',
  'bpmnTaskUnnamed',
  'bpmnNoStart',
  'bpmnDisconnected',
  'modelNeverEnds',
] as const
export type ModelErrorCode = (typeof modelErrorCodes)[number]

/**
 * A process model that cannot be used. `values` fill the placeholders of its text: `element` (kind), `id`, `name`,
 * `position`, `expected`, `limit`, `value`, `detail`.
 */
export class ModelError extends Error {
  readonly code: ModelErrorCode
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: ModelErrorCode, values: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options)
    this.name = 'ModelError'
    this.code = code
    this.values = values
  }
}
