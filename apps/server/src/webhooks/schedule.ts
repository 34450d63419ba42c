const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How long to wait after each failed try of one message; in sum more than 27 hours. */
export const retryWaitsMs: readonly number[] = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  1 * hour,
  2 * hour,
  4 * hour,
  8 * hour,
  12 * hour,
]

/**
 * When a message is tried again.
 *
 * @param tries how often it was tried, at least once
 * @param random 0 … 1; spreads what failed together, and only makes waits longer, so that a day is always covered
 * @returns undefined after the last try
 */
export function nextTryInMs(tries: number, random: number): number | undefined {
  const waitMs = retryWaitsMs[tries - 1]
  return waitMs === undefined ? undefined : Math.round(waitMs * (1 + 0.25 * random))
}

const seemsDownAfter = 3
const longestPauseMs = 5 * minute

/**
 * How long nothing at all is sent to a receiver that seems down: its messages wait without being tried, and one probe goes out
 * every five minutes at least.
 *
 * @param failuresInARow over all messages
 */
export function receiverPauseMs(failuresInARow: number): number {
  if (failuresInARow < seemsDownAfter) return 0
  return Math.min(longestPauseMs, 10 * second * 2 ** (failuresInARow - seemsDownAfter))
}

/** After failing this long without one success, the server pauses a subscription until a person resumes it. */
export const givesUpAfterMs = 24 * hour
