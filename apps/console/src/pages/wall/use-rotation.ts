import { useEffect, useEffectEvent, useState } from 'react'

interface Rotation {
  readonly at: number
  readonly paused: boolean
  readonly next: () => void
  readonly togglePause: () => void
}

/** Takes turns through `count` slides. Space holds and goes on, the arrow keys turn by hand. */
export function useRotation(count: number, seconds: number): Rotation {
  const [turn, setTurn] = useState(0)
  const [paused, setPaused] = useState(false)
  const at = count === 0 ? 0 : ((turn % count) + count) % count
  const togglePause = (): void => setPaused((before) => !before)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.target !== document.body) return
    if (event.key === 'ArrowRight') setTurn(turn + 1)
    else if (event.key === 'ArrowLeft') setTurn(turn - 1)
    else if (event.key === ' ') togglePause()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event)
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  }, [])
  useEffect(() => {
    if (paused) return undefined
    const timer = setTimeout(() => setTurn(turn + 1), seconds * 1000)
    return () => clearTimeout(timer)
  }, [paused, seconds, turn])
  return { at, paused, next: () => setTurn(turn + 1), togglePause }
}
