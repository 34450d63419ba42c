import type { RunningServer, Sandbox } from '@zhengfeng/server'
import { type Command, type OptionValues, textOption, wholeOption } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../failure.ts'

/** `zhengfeng serve`: the platform, until it is told to stop. Options stand over the environment. */
export const serve: Command = {
  name: 'serve',
  options: {
    port: { type: 'string', short: 'p', value: 'NUMBER' },
    host: { type: 'string', value: 'ADDRESS' },
    data: { type: 'string', short: 'd', value: 'FOLDER' },
    sandbox: { type: 'boolean' },
  },
  run: async (_operands, options, context) => {
    wholeOption(options, 'port', ports)
    // The other commands need nothing of the server.
    const { createLog, createSandbox, readConfiguration, startServer } = await import('@zhengfeng/server')
    const configuration = readConfiguration({ ...process.env, ...environmentOf(options) })
    const log = createLog(configuration)
    const sandbox = configuration.ZHENGFENG_SANDBOX ? createSandbox({ log }) : undefined
    const server = await startServer(configuration, {
      log,
      ...(sandbox && { sandbox }),
      onSetupNeeded: (token) => context.note(context.translator.t('cli.serve.setup', { token })),
    })
    const stopped = untilToldToStop()
    await tellWhenReady(server, { sandbox, context, stopped })
    await stopped
    await server.close()
    return exitCodes.ok
  },
}

const ports = { fallback: 8080, low: 0, high: 65_535 } as const

function environmentOf(options: OptionValues): Record<string, string | undefined> {
  const given: Record<string, string | undefined> = {
    ZHENGFENG_PORT: textOption(options, 'port'),
    ZHENGFENG_HOST: textOption(options, 'host'),
    ZHENGFENG_DATA: textOption(options, 'data'),
    ZHENGFENG_SANDBOX: options.sandbox === true ? '1' : undefined,
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

interface Telling {
  readonly sandbox: Sandbox | undefined
  readonly context: CommandContext
  readonly stopped: Promise<void>
}

async function tellWhenReady(server: RunningServer, { sandbox, context, stopped }: Telling): Promise<void> {
  const { print, progress, translator } = context
  print(translator.t('cli.serve.address', { url: server.url }))
  const showing = setInterval(() => {
    const loading = sandbox?.status().loading
    if (loading)
      progress.show(translator.t('cli.serve.loading', { done: percent(loading.doneShare), cases: loading.cases }))
  }, 500)
  try {
    const isReady = await Promise.race([server.ready.then(() => true), stopped.then(() => false)])
    progress.clear()
    if (isReady) print(translator.t('cli.serve.ready', { url: server.url }))
  } finally {
    clearInterval(showing)
    progress.clear()
  }
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`
}

/** A second signal ends the process at once, as Node does by itself. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM'] as const
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}
