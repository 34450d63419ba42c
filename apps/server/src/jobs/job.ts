/** Something the server does by itself. At most one process runs a job at a time. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /** Must end soon after `signal` aborts. A failure is logged and counted; the next run comes as planned. */
  readonly run: (signal: AbortSignal) => Promise<void>
}
