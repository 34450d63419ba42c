import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Grant, Import, ImportPlan, ImportPreview, Problem } from '@zhengfeng/contract'
import type { FastifyInstance } from 'fastify'
import { buildServer } from '../http/build-server.ts'
import { testPlatform } from '../http/testing.ts'
import { insertAccount, sessionCookieOf } from '../identity/testing.ts'
import type { Platform } from '../platform.ts'
import { checkUpJobs } from '../sources/check-up.ts'
import { sourcesRoutesOf } from '../sources/sources-routes.ts'
import type { Database } from '../storage/database.ts'
import { type EventStore, logStore } from './event-store.ts'
import { importsJobs } from './imports-jobs.ts'
import { importsRoutesOf } from './imports-routes.ts'

export type Answer<T> = { readonly status: number; readonly body: T & Problem; readonly headers: Headers }

/** A server with the routes of imports and sources, on a port of its own. */
export interface ImportWorld {
  readonly platform: Platform & { readonly clock: { now: number } }
  readonly store: EventStore
  readonly url: string
  readonly cookie: string
  readonly uploads: string
  call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>
  upload(files: readonly UploadFile[], fields?: Record<string, string>): Promise<Answer<Import>>
  /** Runs the jobs until nothing is to be done, and reads the import. */
  settle(id: string, signal?: AbortSignal): Promise<Import>
  preview(id: string): Promise<ImportPreview>
  /** Uploads, previews, plans and runs. */
  importFiles(
    files: readonly UploadFile[],
    more?: { profileText?: string; plan?: (plan: ImportPlan) => ImportPlan; source?: string },
  ): Promise<Import>
  close(): Promise<void>
}

export interface UploadFile {
  readonly name: string
  readonly content: string | Uint8Array
}

const everywhere: readonly Grant[] = [{ role: 'analyst' }, { role: 'integrator' }]

export async function openImportWorld(
  db: Database,
  {
    grants = everywhere,
    environment = {},
    login = 'li',
  }: { grants?: readonly Grant[]; environment?: Record<string, string>; login?: string } = {},
): Promise<ImportWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-imports-'))
  const platform = testPlatform(db, { environment: { ZHENGFENG_DATA: folder, ...environment } })
  const store = logStore(platform)
  const routes = [...importsRoutesOf(platform), ...sourcesRoutesOf(platform)]
  const server = await buildServer(platform, routes)
  await server.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  const cookie = await sessionCookieOf(platform, await insertAccount(platform, login, grants))
  const world = { platform, store, url, cookie, uploads: join(folder, 'uploads') }
  return { ...world, ...callsOf(world), close: () => closeAll(server, folder) }
}

async function closeAll(server: FastifyInstance, folder: string): Promise<void> {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}

type World = Pick<ImportWorld, 'platform' | 'store' | 'url' | 'cookie'>

function callsOf({ platform, store, url, cookie }: World) {
  const send = async <T>(method: string, path: string, init: RequestInit): Promise<Answer<T>> => {
    const headers = { cookie, 'accept-language': 'en', ...(init.headers as Record<string, string>) }
    const response = await fetch(`${url}/api/v1${path}`, { ...init, method, headers })
    const text = await response.text()
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return {
      status: response.status,
      body: (isJson && text !== '' ? JSON.parse(text) : text) as T & Problem,
      headers: response.headers,
    }
  }
  const call = <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> =>
    send<T>(method, path, {
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const upload = (files: readonly UploadFile[], fields: Record<string, string> = {}): Promise<Answer<Import>> => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    for (const { name, content } of files) form.append('file', new Blob([content]), name)
    return send<Import>('POST', '/imports', { body: form })
  }
  const settle = async (id: string, signal: AbortSignal = new AbortController().signal): Promise<Import> => {
    for (const job of [...importsJobs(platform, store).slice(0, 2), ...checkUpJobs(platform)]) await job.run(signal)
    return (await call<Import>('GET', `/imports/${id}`)).body
  }
  const preview = async (id: string): Promise<ImportPreview> =>
    (await call<ImportPreview>('GET', `/imports/${id}/preview`)).body
  return {
    call,
    upload,
    settle,
    preview,
    importFiles: async (
      files: readonly UploadFile[],
      more: Parameters<ImportWorld['importFiles']>[1] = {},
    ): Promise<Import> => {
      const { body } = await upload(files, more.source === undefined ? {} : { source: more.source })
      await settle(body.id)
      if (more.profileText !== undefined) {
        await call('PUT', `/imports/${body.id}/profile`, { profileText: more.profileText })
        await settle(body.id)
      }
      if (more.plan) await call('PUT', `/imports/${body.id}/plan`, more.plan((await preview(body.id)).plan))
      const started = await call<Import>('POST', `/imports/${body.id}/run`)
      if (started.status !== 200) throw new Error(JSON.stringify(started.body))
      return settle(body.id)
    },
  }
}
