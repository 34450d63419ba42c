import type { ReactNode } from 'react'

export default function IndexPage(): ReactNode {
  return null
}
