import type { ReactNode } from 'react'

export default function WallPage(): ReactNode {
  return null
}
