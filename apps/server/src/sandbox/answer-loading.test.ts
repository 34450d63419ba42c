import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SandboxStatus } from '@zhengfeng/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLoading } from './answer-loading.ts'

const status: SandboxStatus = { state: 'loading', loading: { step: 'cases', doneShare: 0.427, cases: 26_000 } }

describe('a server whose sandbox is being loaded', () => {
  const server = createServer(answerLoading({ status: () => status }))
  let url: string
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it('tells programs how far it is', async () => {
    const response = await fetch(`${url}/api/v1/sandbox`)
    expect([response.status, await response.json()]).toEqual([200, status])
  })

  it('tells people how far it is, on a page that loads itself again', async () => {
    const response = await fetch(url, { headers: { accept: 'text/html', 'accept-language': 'en' } })
    const page = await response.text()
    expect(response.status).toBe(503)
    expect(page).toContain('42% done, 26,000 cases so far')
    expect(page).toContain('http-equiv="refresh"')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('answers every other call with `starting`', async () => {
    const response = await fetch(`${url}/api/v1/overview`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3'])
    expect(await response.json()).toMatchObject({ code: 'starting' })
    expect((await fetch(`${url}/api/v1/sandbox`, { method: 'PUT' })).status).toBe(503)
  })
})
