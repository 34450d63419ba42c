import type { Socket } from 'node:net'
import type { ProblemCode } from '@zhengfeng/contract'
import { problemDocument } from './problem-document.ts'
import { ProblemError } from './problem-error.ts'

const codes: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'tooLarge',
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
}

/** Answers what is no HTTP request, or comes too slowly to be one. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const refusal = new ProblemError(codes[error.code ?? ''] ?? 'malformed')
  const body = JSON.stringify(problemDocument(refusal, 'zh-CN', '-'))
  const { status } = problemDocument(refusal, 'zh-CN', '-')
  socket.end(
    `HTTP/1.1 ${status} ${refusal.code}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
