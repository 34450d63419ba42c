// Serves the built console with invented answers, for looking at screens without a server: npm run mock --workspace @zhengfeng/console
// Usage: node scripts/mock.mjs [port] [role]
import { createServer } from 'vite'

const [port = '8090', role = 'supervisor'] = process.argv.slice(2)
const vite = await createServer({
  root: new URL('..', import.meta.url).pathname,
  server: { middlewareMode: true, ws: false, watch: null },
  appType: 'custom',
  optimizeDeps: { noDiscovery: true },
  ssr: { resolve: { conditions: ['source'] } },
})
const { startSite } = await vite.ssrLoadModule('/src/testing/site.ts')
const { figuresFor } = await vite.ssrLoadModule('/src/testing/figures.ts')
const { workFor } = await vite.ssrLoadModule('/src/testing/work.ts')
const site = await startSite([...figuresFor(role), ...workFor(role)], Number(port))
process.stdout.write(`${site.url}\n`)
