/** What can go wrong with a database, in terms of what a caller or an operator can do about it. */
export type StorageCode =
  /** The database cannot be reached now; trying again later may help. */
  | 'storageUnavailable'
  /** The disk is full: nothing can be written until there is room. */
  | 'storageFull'
  /** Every connection is in use; trying again in a moment helps. */
  | 'storageBusy'
  /** The statement took longer than it may. */
  | 'storageTimeout'
  /** A row with this key is there already. */
  | 'storageConflict'
  /** Another process has the folder open. */
  | 'storageLocked'
  /** The database was closed by this process. */
  | 'storageClosed'
  /** The database and this program do not fit each other: see the message. */
  | 'storageMismatch'
  /** A statement was refused: a mistake in this program. */
  | 'storageRefused'

/** A database did not do what it was asked. The message says what happened and what to do next. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  readonly code: StorageCode
  /** The five characters that PostgreSQL names the error by. */
  readonly sqlState: string | undefined
  readonly constraint: string | undefined

  constructor(
    code: StorageCode,
    message: string,
    more: { readonly sqlState?: string; readonly constraint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.code = code
    this.sqlState = more.sqlState
    this.constraint = more.constraint
  }
}

/** Names an error of the driver, of the network or of PostgreSQL. */
export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error
  const { code, message, constraint } = describe(error)
  return new StorageError(classify(code, message), message, {
    ...(code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? { sqlState: code } : {}),
    ...(constraint === undefined ? {} : { constraint }),
    cause: error,
  })
}

interface Described {
  readonly code: string | undefined
  readonly message: string
  readonly constraint: string | undefined
}

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { code: undefined, message: String(error), constraint: undefined }
  // Node tries every address of a host and reports the failures together, with an empty message.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const { code, constraint } = first as { code?: unknown; constraint?: unknown }
  return {
    code: typeof code === 'string' ? code : undefined,
    message: first.message || String(code ?? 'unknown error'),
    constraint: typeof constraint === 'string' ? constraint : undefined,
  }
}

const diskIsFull = new Set(['53100', 'ENOSPC', 'EDQUOT'])
// 57P01–57P03: shutting down, crashed, starting; 53300: too many connections; 28*: may not log in.
const notThere = /^(08|57P0|28|3D000|53300|E[A-Z]{3,})/
const connectionEnded = /^(Connection (terminated|ended)|Client has encountered a connection error|Client was closed)/

function classify(code: string | undefined, message: string): StorageError['code'] {
  if (code !== undefined && diskIsFull.has(code)) return 'storageFull'
  if (/No space left on device/i.test(message)) return 'storageFull'
  if (code !== undefined && notThere.test(code)) return 'storageUnavailable'
  if (connectionEnded.test(message)) return 'storageUnavailable'
  if (message === 'timeout exceeded when trying to connect') return 'storageBusy'
  if (message === 'Query read timeout' || code === '57014') return 'storageTimeout'
  if (message.startsWith('Cannot use a pool after calling end')) return 'storageClosed'
  return code === '23505' ? 'storageConflict' : 'storageRefused'
}
