import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * A built file of the server, for a thread or child process. Node runs no TypeScript in these, so from the sources the built file is
 * taken.
 *
 * @param path within the sources, with the ending `.js`
 */
export function builtFile(path: string): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(`../${path}`, import.meta.url)
  const built = new URL(`../../dist/${path}`, import.meta.url)
  if (!existsSync(fileURLToPath(built))) throw new Error('the server is not built; run npx tsc -b first')
  return built
}
