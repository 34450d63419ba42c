import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkUpJsonSchema } from './json-schema.ts'

it('publishes the schema of the model as it is (npm run schema -w @zhengfeng/report writes it)', () => {
  const published = readFileSync(new URL('../check-up.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(checkUpJsonSchema())))
})
