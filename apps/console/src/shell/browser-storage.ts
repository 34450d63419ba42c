/** Reads what this browser keeps under a key; absent too where the browser forbids it. */
export function readStored(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a text in this browser. A full or forbidden storage loses the choice with the page, nothing else. */
export function writeStored(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // Nothing to do: the page works without.
  }
}
