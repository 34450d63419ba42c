import { type Route, routeUrl } from '@zhengfeng/contract'
import { useEffect, useEffectEvent, useState } from 'react'

/** How a stream of server-sent events is doing. */
export type StreamState = 'connecting' | 'open' | 'reconnecting'

/**
 * Listens to a route that answers with server-sent events. After a break it connects again by itself, after 1, 2, 4 … 30 s.
 *
 * @param route absent: nothing is listened to
 * @param onMessage called with the name of the event and its parsed data
 */
export function useStream(
  route: Route | undefined,
  query: Readonly<Record<string, unknown>>,
  onMessage: (name: string, data: unknown) => void,
  names: readonly string[],
): StreamState {
  const [state, setState] = useState<StreamState>('connecting')
  const tell = useEffectEvent(onMessage)
  const address = route && routeUrl(route, { query })
  const listened = names.join(' ')
  useEffect(() => {
    if (address === undefined) return
    const stop = listen(address, listened.split(' '), (name, data) => tell(name, data), setState)
    return stop
  }, [address, listened])
  return state
}

function listen(
  address: string,
  names: readonly string[],
  onMessage: (name: string, data: unknown) => void,
  onState: (state: StreamState) => void,
): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  const connect = (): void => {
    source = new EventSource(address)
    source.onopen = () => {
      failures = 0
      onState('open')
    }
    source.onerror = () => {
      onState('reconnecting')
      source?.close()
      failures += 1
      timer = setTimeout(connect, Math.min(30_000, 1000 * 2 ** (failures - 1)))
    }
    for (const name of names)
      source.addEventListener(name, (event) => {
        const data = parse((event as MessageEvent<string>).data)
        if (data !== undefined) onMessage(name, data)
      })
  }
  connect()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A message cut off by a break; the next one is whole again.
    return undefined
  }
}
