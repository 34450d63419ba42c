import type { ReactNode } from 'react'

export default function ExplorerPage(): ReactNode {
  return null
}
