// Writes the JSON Schemas of this package next to this file. Run it after a change of Profile or ServiceEvent.
import { writeFile } from 'node:fs/promises'
import { jsonSchemas } from '@zhengfeng/eventlog'

for (const [name, schema] of Object.entries(jsonSchemas()))
  await writeFile(new URL(name, import.meta.url), `${JSON.stringify(schema, undefined, 2)}\n`)
