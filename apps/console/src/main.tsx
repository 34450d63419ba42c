import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { Console } from './shell/Console.tsx'
import './shell/base.css'
import './shell/layout.css'
import './components/components.css'

// The strict content security policy forbids code made from strings.
z.config({ jitless: true })

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
