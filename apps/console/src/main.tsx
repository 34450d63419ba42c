import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Console } from './shell/Console.tsx'
import './shell/base.css'
import './shell/layout.css'
import './components/components.css'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
)
