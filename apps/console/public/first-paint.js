// The content security policy forbids code made from strings; the schemas must know before the first of them is made.
globalThis.__zod_globalConfig = { jitless: true }

// Before anything is drawn: the theme and language that the person chose, so that the page does not flash.
try {
  const chosen = JSON.parse(localStorage.getItem('zhengfeng.preferences') || '{}')
  const dark =
    chosen.theme === 'dark' || (chosen.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  if (chosen.language) document.documentElement.lang = chosen.language
} catch {
  // Without storage the page takes the defaults.
}
