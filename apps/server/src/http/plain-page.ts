import { createHash } from 'node:crypto'
import type { Language } from '@zhengfeng/locales'

const style =
  'body{font:16px/1.7 system-ui,sans-serif;max-width:36rem;margin:18vh auto;padding:0 1.5rem;color:#1f1f1f;background:#fff}' +
  '@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#141414}}'

/** A page that needs nothing else: while the server starts, or where the console is missing. With the policy that lets its style pass. */
export function plainPage(told: {
  readonly language: Language
  readonly title: string
  readonly text: string
  /** Loads itself again after so long. */
  readonly againAfterSeconds?: number
}): { readonly html: string; readonly policy: string } {
  const { language, title, text, againAfterSeconds } = told
  const again = againAfterSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${againAfterSeconds}">`
  const html =
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">${again}` +
    `<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>` +
    `<body><main><h1>${escaped(title)}</h1><p role="status">${escaped(text)}</p></main></body></html>`
  const digest = createHash('sha256').update(style).digest('base64')
  return { html, policy: `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; frame-ancestors 'none'` }
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
