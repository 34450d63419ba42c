import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { jsonSchemas } from './json-schemas.ts'

describe('jsonSchemas', () => {
  it.each(Object.entries(jsonSchemas()))(
    '%s is published as it is used (else: node packages/eventlog/schema/write.mjs)',
    (name, schema) => {
      const published = readFileSync(new URL(`../schema/${name}`, import.meta.url), 'utf8')
      expect(JSON.parse(published)).toEqual(schema)
    },
  )
})
