import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * A built file beside this one. Node runs no TypeScript in threads and child processes, so from the sources the built file is taken.
 */
export function builtFile(name: string): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(name, import.meta.url)
  const built = new URL(`../../dist/storage/${name}`, import.meta.url)
  if (!existsSync(fileURLToPath(built))) throw new Error('the server is not built; run npx tsc -b first')
  return built
}
