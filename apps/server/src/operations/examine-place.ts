import { access, constants, stat, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Configuration, ConfigurationError } from '../configuration.ts'
import { findKeys, keyFileOf } from '../master-key.ts'
import { type Remark, remark } from './remark.ts'

/** Settings that are allowed, but seldom meant. */
export function* examineConfiguration(configuration: Configuration): Generator<Remark, void, undefined> {
  const { ZHENGFENG_HOST: host, ZHENGFENG_PUBLIC_URL: url, ZHENGFENG_SANDBOX: isSandbox } = configuration
  const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(host)
  if (!isLocal && url === undefined) yield remark('configuration', 'warn', 'noPublicUrl', { host })
  else if (url?.startsWith('http:')) yield remark('configuration', 'warn', 'notEncrypted', { url })
  else if (isSandbox) yield remark('configuration', 'warn', 'sandbox')
  else yield remark('configuration', 'ok', 'fine')
}

const littleBytes = 200_000_000
const scarceBytes = 2_000_000_000

/** Where the embedded database, uploads and the key file are. */
export async function* examineFolder({ ZHENGFENG_DATA }: Configuration): AsyncGenerator<Remark, void, undefined> {
  const folder = resolve(ZHENGFENG_DATA)
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    yield code === 'ENOENT'
      ? remark('folder', 'warn', 'missing', { folder })
      : remark('folder', 'fail', 'notWritable', { folder, detail: code ?? '' })
    return
  }
  const { mode } = await stat(folder)
  if ((mode & 0o022) !== 0 && process.platform !== 'win32')
    yield remark('folder', 'warn', 'writableByOthers', { folder })
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const values = { folder, megabytes: Math.floor(free / 1e6) }
  if (free < littleBytes) yield remark('folder', 'fail', 'full', values)
  else if (free < scarceBytes) yield remark('folder', 'warn', 'scarce', values)
  else yield remark('folder', 'ok', 'fine', values)
}

/** The master key, if there is one. */
export async function* examineKey(configuration: Configuration): AsyncGenerator<Remark, void, undefined> {
  try {
    const keys = await findKeys(configuration)
    if (keys === undefined) yield remark('key', 'warn', 'none', { file: keyFileOf(configuration) })
    else yield remark('key', 'ok', 'fine', { key: keys.id })
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    yield remark('key', 'fail', 'unusable', { detail: error.message })
  }
}
