import * as client from 'openid-client'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { type AccountRow, accountColumns } from './accounts-store.ts'

/** What must be remembered between leading the browser away and its coming back. Sealed into a cookie. */
interface Remembered {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly returnTo: string
  readonly until: number
}

const place = 'oidc'
const rememberedMs = 600_000

/** Whether an identity provider is configured. */
export function hasOidc({ configuration }: Platform): boolean {
  return configuration.ZHENGFENG_OIDC_ISSUER !== undefined && configuration.ZHENGFENG_OIDC_CLIENT_ID !== undefined
}

/** Where to lead the browser (code flow with PKCE, state and nonce), and what its cookie must keep. */
export async function startOidc(
  platform: Platform,
  returnTo: string | undefined,
): Promise<{ readonly location: string; readonly cookie: string }> {
  const issuer = await discover(platform)
  const remembered: Remembered = {
    verifier: client.randomPKCECodeVerifier(),
    state: client.randomState(),
    nonce: client.randomNonce(),
    returnTo: ownPage(returnTo),
    until: Date.now() + rememberedMs,
  }
  const location = client.buildAuthorizationUrl(issuer, {
    redirect_uri: callbackUrl(platform),
    scope: 'openid profile email',
    state: remembered.state,
    nonce: remembered.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(remembered.verifier),
    code_challenge_method: 'S256',
  })
  const sealed = platform.keys.seal(Buffer.from(JSON.stringify(remembered)), place)
  return { location: location.href, cookie: Buffer.from(sealed).toString('base64url') }
}

/**
 * Takes the browser back: exchanges the code and finds the account, by the provider's subject or, the first time, by the login that
 * a security administrator made for it. Accounts are never made by signing in.
 *
 * @throws ProblemError `signInFailed` with a reason
 */
export async function finishOidc(
  platform: Platform,
  given: { readonly search: string; readonly cookie: string | undefined },
): Promise<{ readonly account: AccountRow; readonly returnTo: string }> {
  const remembered = remember(platform, given.cookie)
  const claims = await exchange(platform, given.search, remembered)
  const account = (await bySubject(platform, claims)) ?? (await byLogin(platform, claims))
  if (account?.state !== 'active') throw new ProblemError('signInFailed', { reason: 'oidcUnknown' })
  return { account, returnTo: remembered.returnTo }
}

interface Claims {
  readonly issuer: string
  readonly subject: string
  readonly logins: readonly string[]
}

async function exchange(platform: Platform, search: string, remembered: Remembered): Promise<Claims> {
  try {
    const issuer = await discover(platform)
    const tokens = await client.authorizationCodeGrant(issuer, new URL(`${callbackUrl(platform)}${search}`), {
      pkceCodeVerifier: remembered.verifier,
      expectedState: remembered.state,
      expectedNonce: remembered.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw new Error('no id token')
    const names = [claims.preferred_username, claims.email_verified === true ? claims.email : undefined]
    const logins = names.filter((name) => typeof name === 'string').map((name) => name.trim().toLowerCase())
    return { issuer: claims.iss, subject: claims.sub, logins }
  } catch (error) {
    platform.log.warn({ code: (error as { code?: unknown }).code }, 'the identity provider’s answer was refused')
    throw new ProblemError('signInFailed', { reason: 'oidcRefused' }, { cause: error })
  }
}

function remember(platform: Platform, cookie: string | undefined): Remembered {
  try {
    const opened = platform.keys.open(Buffer.from(cookie ?? '', 'base64url'), place)
    const remembered = JSON.parse(Buffer.from(opened).toString()) as Remembered
    if (remembered.until > Date.now()) return remembered
  } catch {
    // Altered, of another installation, or not there: like one that is too old.
  }
  throw new ProblemError('signInFailed', { reason: 'oidcExpired' })
}

async function bySubject({ db }: Platform, claims: Claims): Promise<AccountRow | undefined> {
  const [row] = await db.query<AccountRow>(
    `select ${accountColumns}
       from account
      where oidc_issuer = $1
        and oidc_subject = $2`,
    [claims.issuer, claims.subject],
  )
  return row
}

/** From now on the account belongs to this subject, whatever its name becomes at the provider. */
async function byLogin({ db }: Platform, claims: Claims): Promise<AccountRow | undefined> {
  for (const login of claims.logins) {
    const [row] = await db.query<AccountRow>(
      `update account
          set oidc_issuer = $2,
              oidc_subject = $3
        where login = $1
          and signs_in_with = 'oidc'
          and oidc_subject is null
       returning ${accountColumns}`,
      [login, claims.issuer, claims.subject],
    )
    if (row) return row
  }
  return undefined
}

const discovered = new WeakMap<Platform, Promise<client.Configuration>>()

function discover(platform: Platform): Promise<client.Configuration> {
  const {
    ZHENGFENG_OIDC_ISSUER: url,
    ZHENGFENG_OIDC_CLIENT_ID: id,
    ZHENGFENG_OIDC_CLIENT_SECRET: secret,
  } = platform.configuration
  if (url === undefined || id === undefined) throw new ProblemError('notFound')
  let found = discovered.get(platform)
  if (!found) {
    const issuer = new URL(url)
    // Without TLS only on this machine, for trials.
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname)
    found = client.discovery(issuer, id, secret, undefined, {
      timeout: 10,
      // The signature of the ID token is checked, too: TLS to the provider may end at a proxy.
      execute: [client.enableNonRepudiationChecks, ...(local ? [client.allowInsecureRequests] : [])],
    })
    found.catch(() => discovered.delete(platform))
    discovered.set(platform, found)
  }
  return found.catch((error: unknown) => {
    throw error instanceof ProblemError
      ? error
      : new ProblemError('signInFailed', { reason: 'oidcUnreachable' }, { cause: error })
  })
}

function callbackUrl({ configuration }: Platform): string {
  const { ZHENGFENG_PUBLIC_URL: url, ZHENGFENG_HOST: host, ZHENGFENG_PORT: port } = configuration
  return `${(url ?? `http://${host}:${port}`).replace(/\/$/, '')}/api/v1/session/oidc/callback`
}

/** Only a page of our own: a link that leads elsewhere after signing in would be a trap. */
function ownPage(returnTo: string | undefined): string {
  // Browsers leave out tabs and line feeds of an address: a tab between two slashes is a way out.
  return returnTo !== undefined && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(returnTo) && !returnTo.startsWith('/api/')
    ? returnTo
    : '/'
}
