// Writes check-up.schema.json from the model; run after a build. A test compares the two.
import { writeFileSync } from 'node:fs'
import { checkUpJsonSchema } from '../dist/index.js'

const file = new URL('../check-up.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(checkUpJsonSchema(), null, 2)}\n`)
