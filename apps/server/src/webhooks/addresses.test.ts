import { describe, expect, it } from 'vitest'
import { isNetwork, mayReach } from './addresses.ts'
import { nextTryInMs, receiverPauseMs, retryWaitsMs } from './schedule.ts'

const closed = { networks: [], loopback: false }

describe('where deliveries may go', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '2001:db8::1',
    '2002:a00:1::1',
    'not an address',
  ])('not to %s', (address) => {
    expect(mayReach(address, closed)).toBe(false)
  })

  it.each(['93.184.216.34', '172.32.0.1', '11.0.0.1', '2606:2800:220:1::1', '::ffff:93.184.216.34'])(
    'to %s',
    (address) => {
      expect(mayReach(address, closed)).toBe(true)
    },
  )

  it('opens networks that the operator named, and this machine in the sandbox', () => {
    expect(mayReach('10.2.3.4', { networks: ['10.2.0.0/16'], loopback: false })).toBe(true)
    expect(mayReach('::ffff:10.2.3.4', { networks: ['10.2.0.0/16'], loopback: false })).toBe(true)
    expect(mayReach('10.3.3.4', { networks: ['10.2.0.0/16'], loopback: false })).toBe(false)
    expect(mayReach('fd00::7', { networks: ['fd00::/8'], loopback: false })).toBe(true)
    expect(mayReach('127.0.0.1', { networks: [], loopback: true })).toBe(true)
  })

  it('knows a network from other text', () => {
    expect(['10.0.0.0/8', '10.0.0.1', 'fd00::/8'].map(isNetwork)).toEqual([true, true, true])
    expect(['10.0.0.0/33', 'intranet', '10.0.0/8', '10.0.0.0/8/8', ''].map(isNetwork)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('the waits between tries', () => {
  it('cover more than a day, however chance falls', () => {
    expect(retryWaitsMs.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(24 * 3_600_000)
    expect([nextTryInMs(1, 0), nextTryInMs(1, 1), nextTryInMs(10, 0), nextTryInMs(11, 0)]).toEqual([
      5000,
      6250,
      43_200_000,
      undefined,
    ])
  })

  it('spare a receiver that seems down, for five minutes at most', () => {
    expect([0, 2, 3, 4, 8, 100].map(receiverPauseMs)).toEqual([0, 0, 10_000, 20_000, 300_000, 300_000])
  })
})
