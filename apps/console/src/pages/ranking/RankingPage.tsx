import type { ReactNode } from 'react'

export default function RankingPage(): ReactNode {
  return null
}
