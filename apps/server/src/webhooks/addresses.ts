import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Where deliveries may go beyond the public internet. */
export interface Reach {
  /** Networks in CIDR notation that the operator opened, such as those of the intranet. */
  readonly networks: readonly string[]
  /** Whether addresses of this machine may be reached, and by http. In the sandbox only. */
  readonly loopback: boolean
}

/** Whether a delivery may be sent to an address. Private, local and special ones are refused unless the operator opened them. */
export function mayReach(address: string, { networks, loopback }: Reach): boolean {
  const plain = unmapped(address)
  if (listOf(networks).check(plain, kindOf(plain))) return true
  if (isLoopback(plain)) return loopback
  if (isIPv4(plain)) return !special4.check(plain, 'ipv4')
  // Of IPv6, only what is given out as global unicast, without what leads elsewhere.
  return isIPv6(plain) && global6.check(plain, 'ipv6') && !special6.check(plain, 'ipv6')
}

/** Whether a text is an address or network such as 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/')
  if (more !== undefined || !(isIPv4(address) || isIPv6(address))) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128))
}

export function isLoopback(address: string): boolean {
  const plain = unmapped(address)
  return isIPv4(plain) ? plain.startsWith('127.') : plain === '::1'
}

function kindOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}

/** ::ffff:10.0.0.1 and ::ffff:a00:1 are 10.0.0.1. */
function unmapped(address: string): string {
  const [bare = ''] = address.replace(/^\[|\]$/g, '').split('%')
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (dotted) return dotted
  const words = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare)
  if (!words) return bare
  const [high, low] = [Number.parseInt(words[1]!, 16), Number.parseInt(words[2]!, 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const kind = kindOf(address)
    if (bits === undefined) list.addAddress(address, kind)
    else list.addSubnet(address, Number(bits), kind)
  }
  return list
}

// IANA’s registries of special-purpose addresses (RFC 6890 and later).
const special4 = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])
const global6 = listOf(['2000::/3'])
// Within global unicast: documentation, and tunnels that lead into other networks.
const special6 = listOf(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
