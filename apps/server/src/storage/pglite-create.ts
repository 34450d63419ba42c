import { openPglite } from './pglite-instance.ts'

// The entry of a child process: makes a new database in the folder given. Making one takes some 900 MB for three seconds, which a process
// gives back when it ends and a thread does not.
const folder = process.argv[2]
if (folder === undefined) throw new Error('pglite-create: which folder?')
const pglite = await openPglite({ folder })
await pglite.close()
process.exit(0)
