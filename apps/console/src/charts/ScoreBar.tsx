import type { ReactNode } from 'react'

/** A score from 0 to 100 as a bar; the number stands beside it. */
export function ScoreBar(props: { readonly score: number | undefined }): ReactNode {
  const { score } = props
  if (score === undefined) return null
  return (
    <svg className="score-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="8" className="score-back" />
      <rect width={Math.min(100, Math.max(0, score))} height="8" className="score-front" />
    </svg>
  )
}
