/**
 * Gathers lines into chunks of about `size` characters, so that memory stays small and few calls are made. Only whole lines share a
 * chunk; a piece without an end of line gets one.
 */
export async function* copyChunks(
  rows: AsyncIterable<string> | Iterable<string>,
  size: number,
): AsyncGenerator<Buffer, void, undefined> {
  let lines: string[] = []
  let length = 0
  for await (const piece of rows) {
    if (piece === '') continue
    const line = piece.endsWith('\n') ? piece : `${piece}\n`
    lines.push(line)
    length += line.length
    if (length < size) continue
    yield Buffer.from(lines.join(''))
    lines = []
    length = 0
  }
  if (length > 0) yield Buffer.from(lines.join(''))
}
