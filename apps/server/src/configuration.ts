import { z } from 'zod'
import { isNetwork } from './webhooks/addresses.ts'

const Flag = z.enum(['0', '1', 'true', 'false']).transform((text) => text === '1' || text === 'true')

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The environment that the server reads; everything has a default that is safe. */
export const Environment = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL or Citus; without it, an embedded database in ZHENGFENG_DATA'),
  ZHENGFENG_DATA: z
    .string()
    .min(1)
    .default('data')
    .describe('folder of the embedded database, uploads and the key file'),
  ZHENGFENG_KEY: z
    .base64()
    .min(44)
    .optional()
    .describe('master key, 32 bytes or more in base64; else a key file in ZHENGFENG_DATA'),
  ZHENGFENG_HOST: z.string().default('127.0.0.1').describe('address to listen on'),
  ZHENGFENG_PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe('port to listen on'),
  ZHENGFENG_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('how browsers reach the server; cookies are Secure where it is https'),
  ZHENGFENG_TRUST_PROXY: Flag.default(false).describe('believe X-Forwarded-For, behind a reverse proxy only'),
  ZHENGFENG_CONSOLE: z
    .string()
    .min(1)
    .optional()
    .describe('folder of the built console; default: where the build puts it'),
  ZHENGFENG_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(60)
    .default(6000)
    .describe('requests that one session, token or address may make'),
  ZHENGFENG_UPLOAD_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(4096)
    .default(512)
    .describe('size of the files of one import together, in MB'),
  ZHENGFENG_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'an IANA time zone such as Asia/Shanghai')
    .default('Asia/Shanghai')
    .describe('time zone of days and of times without an offset'),
  ZHENGFENG_LOG: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('info')
    .describe('how much is logged: fatal, error, warn, info, debug or silent'),
  ZHENGFENG_SANDBOX: Flag.default(false).describe(
    'load the sandbox province and show its accounts; never with real data',
  ),
  ZHENGFENG_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('bearer token for /metrics; without it only from this machine'),
  ZHENGFENG_WEBHOOK_NETWORKS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((network) => network !== ''))
    .refine((networks) => networks.every(isNetwork), 'list networks such as 10.0.0.0/8, separated by commas')
    .describe(
      'networks of the intranet that webhooks may be sent to, in CIDR notation, separated by commas; without it public addresses only',
    ),
  ZHENGFENG_OIDC_ISSUER: z.url().optional().describe('address of the identity provider for OpenID Connect'),
  ZHENGFENG_OIDC_CLIENT_ID: z.string().optional().describe('name of this system at the identity provider'),
  ZHENGFENG_OIDC_CLIENT_SECRET: z.string().optional().describe('its secret there'),
})
export type Configuration = Readonly<z.infer<typeof Environment>>

/**
 * Reads the configuration.
 *
 * @throws ConfigurationError with one line per variable: its name, what is wrong, what is expected
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  // An empty variable is one that was not set.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigurationError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
}

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}
