import { z } from 'zod'
import { ServiceEvent } from './ndjson/service-event.ts'
import { Profile } from './profile/profile.ts'

const draft = 'https://json-schema.org/draft/2020-12/schema'

/**
 * The published JSON Schemas (draft 2020-12) by file name: of a line of NDJSON and of a profile as it may be written, in YAML or
 * JSON. They are made from the schemas that the readers use; `packages/eventlog/schema/write.mjs` writes them to files.
 */
export function jsonSchemas(): Readonly<Record<string, object>> {
  return {
    'service-event.schema.json': titled('Service event', ServiceEvent),
    'profile.schema.json': titled('Profile', Profile),
  }
}

function titled(title: string, schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return { $schema: draft, title, ...rest }
}
