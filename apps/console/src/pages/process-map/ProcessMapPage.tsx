import type { ReactNode } from 'react'

export default function ProcessMapPage(): ReactNode {
  return null
}
