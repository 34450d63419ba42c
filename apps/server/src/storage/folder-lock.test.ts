import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from './folder-lock.ts'

describe('the lock of a folder', () => {
  let parent: string
  let folder: string
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'zhengfeng-lock-'))
    folder = join(parent, 'database')
  })
  afterEach(() => rmSync(parent, { recursive: true }))
  const held = (holder: object): void => writeFileSync(`${folder}.lock`, JSON.stringify(holder))

  it('keeps others out, and says which process has it', () => {
    const unlock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(`${folder} is open in process ${process.pid}; stop that process`)
    unlock()
    lockFolder(folder)()
    expect(readdirSync(parent)).toEqual([])
  })

  it('is taken over from a process that is gone', async () => {
    const gone = spawn('true')
    await new Promise((resolve) => gone.on('exit', resolve))
    held({ pid: gone.pid, host: hostname(), startedAt: null, nonce: 'a' })
    lockFolder(folder)()
  })

  it('is taken over where the number of the process belongs to a new one', () => {
    held({ pid: process.pid, host: hostname(), startedAt: '1', nonce: 'a' })
    lockFolder(folder)()
  })

  it('is left to a process of another machine as long as that shows that it lives', () => {
    held({ pid: 1, host: 'elsewhere', startedAt: '1', nonce: 'a' })
    expect(() => lockFolder(folder)).toThrow('is open in process 1 on elsewhere')
    const longAgo = new Date(Date.now() - 60_000)
    utimesSync(`${folder}.lock`, longAgo, longAgo)
    lockFolder(folder)()
  })

  it('is taken over where half a file was left', () => {
    writeFileSync(`${folder}.lock`, '{"pid":')
    const unlock = lockFolder(folder)
    expect(JSON.parse(readFileSync(`${folder}.lock`, 'utf8'))).toMatchObject({ pid: process.pid })
    unlock()
  })
})
