import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Environment, readConfiguration } from '../configuration.ts'
import { buildServer } from '../http/build-server.ts'
import { createEventWriter } from '../ingest/event-writer.ts'
import { ingestRoutes } from '../ingest/routes.ts'
import { addDivisions, addSource } from '../ingest/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { openTestDatabase } from '../storage/testing.ts'
import { testPlatform } from '../testing-platform.ts'
import { newSecret, signatureHeaders } from '../webhooks/sign.ts'

const guide = (name: string): string => readFileSync(new URL(`../../../../docs/guide/${name}`, import.meta.url), 'utf8')
const block = (text: string, language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)![1]!

describe('the table of variables', () => {
  const defaults: Readonly<Record<string, unknown>> = readConfiguration({})
  const rows = Object.entries(Environment.shape).map(([name, field]) => {
    const value = String(defaults[name] ?? '')
    return { name, value: value === '' ? '—' : `\`${value}\``, meaning: field.description }
  })

  it('in English is what the program says of itself', () => {
    const expected = rows.map(({ name, value, meaning }) => `| \`${name}\` | ${value} | ${meaning} |`)
    expect(guide('operate.md').match(/^\| `[A-Z].*$/gm)).toEqual(expected)
  })

  it('in Chinese names the same variables and defaults', () => {
    const found = guide('operate.zh-CN.md').match(/^\| `[A-Z][^|]*\|[^|]*\|/gm)
    expect(found).toEqual(rows.map(({ name, value }) => `| \`${name}\` | ${value} |`))
  })
})

describe.each(['integrate.md', 'integrate.zh-CN.md'])('the examples of %s', (name) => {
  let db: OwnedDatabase
  beforeAll(async () => {
    db = await openTestDatabase({ name: 'PGlite' })
  })
  afterAll(() => db.close())

  it('are events that the server takes, and takes as known when they come again', async () => {
    const platform = testPlatform(db)
    await addDivisions(db, ['440100'])
    const token = `zf_${'x'.repeat(43)}`
    await db.query(
      `insert into api_token (id, source_id, name, digest, prefix, scopes, quota_per_minute, created_at, created_by)
       values ($1, $2, 'test', $3, 'zf_', $4, 1000, now(), 'test')`,
      [
        randomUUID(),
        await addSource(db, { division: '440100' }),
        createHash('sha256').update(token).digest(),
        ['events.write'],
      ],
    )
    const writer = createEventWriter(platform)
    const server = await buildServer(platform, ingestRoutes(platform, writer))
    const send = () =>
      server.inject({
        method: 'POST',
        url: '/api/v1/events',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        payload: block(guide(name), 'json'),
      })
    expect((await send()).json()).toEqual(JSON.parse(block(guide(name), 'json5')))
    expect((await send()).json()).toMatchObject({ accepted: 0, duplicates: 2 })
    await server.close()
    await writer.stop()
  })

  it('check signatures as the server makes them', async () => {
    const code = block(guide(name), 'js')
    const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      isGenuine: (headers: object, body: string, secret: string, nowSeconds: number) => boolean
    }
    const secret = newSecret()
    const headers = signatureHeaders({ id: 'm1', body: '{}' }, [newSecret(), secret], 1_000_000)
    expect(isGenuine(headers, '{}', secret, 1_000_060)).toBe(true)
    expect(isGenuine(headers, '{ }', secret, 1_000_060)).toBe(false)
    expect(isGenuine(headers, '{}', newSecret(), 1_000_060)).toBe(false)
    expect(isGenuine(headers, '{}', secret, 1_001_000)).toBe(false)
  })
})
