import { identityRoutes as routes, type Session } from '@zhengfeng/contract'
import { noteForAudit } from '../http/audit-request.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { textsIn } from '../http/language.ts'
import { ProblemError } from '../http/problem-error.ts'
import { callerOf } from '../http/register-route.ts'
import type { Platform } from '../platform.ts'
import { version } from '../version.ts'
import { accountRoutes } from './account-routes.ts'
import { setOidcCookie, takeOidcCookie } from './cookies.ts'
import { describeMe } from './describe-me.ts'
import { makeFirstAdministrator } from './first-setup.ts'
import { finishOidc, hasOidc, startOidc } from './oidc.ts'
import { sandboxAccountRoutes } from './sandbox-accounts.ts'
import { isSetupNeeded } from './setup-token.ts'
import { finishSignIn, notedAs, signIn, signInWithSecondFactor, signOut } from './sign-in.ts'
import { wallClock } from './wall-clock.ts'

/** Signing in and out, the first start, and what belongs to one’s own account. */
export function identityRoutes(platform: Platform): readonly Implementation[] {
  return [
    ...sessionRoutes(platform),
    ...oidcRoutes(platform),
    ...setupRoutes(platform),
    ...accountRoutes(platform),
    ...sandboxAccountRoutes(platform),
  ]
}

function sessionRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.session, async ({ request, language }) => {
      const { session } = callerOf(request)
      const me = session?.state === 'active' ? await describeMe(platform, session) : undefined
      const { configuration } = platform
      const answer: Session = {
        product: textsIn(language).t('server.product'),
        version,
        sandbox: configuration.ZHENGFENG_SANDBOX,
        serverTime: new Date(platform.now()).toISOString(),
        timeZone: configuration.ZHENGFENG_TIME_ZONE,
        oidc: hasOidc(platform),
        setupNeeded: me === undefined && (await isSetupNeeded(platform)),
        secondFactorPending: session?.state === 'pending',
        ...(me && { me }),
      }
      return answer
    }),
    implement(routes.signIn, ({ body, request, reply }) =>
      signIn(platform, body, { request, reply, session: callerOf(request).session }),
    ),
    implement(routes.secondFactor, ({ body, request, reply }) =>
      signInWithSecondFactor(platform, body.code, { request, reply, session: callerOf(request).session }),
    ),
    implement(routes.signOut, ({ request, reply }) =>
      signOut(platform, { request, reply, session: callerOf(request).session }),
    ),
  ]
}

function oidcRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.oidcStart, async ({ query, reply }) => {
      const { location, cookie } = await startOidc(platform, query.returnTo)
      setOidcCookie(reply, platform.configuration, cookie)
      return reply.redirect(location)
    }),
    implement(routes.oidcCallback, async ({ request, reply }) => {
      const cookie = takeOidcCookie(request, reply, platform.configuration)
      const { search } = new URL(request.url, 'http://localhost')
      try {
        const { account, returnTo } = await finishOidc(platform, { search, cookie })
        noteForAudit(request, notedAs(account))
        await finishSignIn(platform, account, { request, reply, session: callerOf(request).session, method: 'oidc' })
        return reply.redirect(returnTo)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        // A browser is here, not a program: the login page says what happened.
        return reply.redirect(`/login?problem=${encodeURIComponent(String(error.values.reason ?? error.code))}`)
      }
    }),
  ]
}

function setupRoutes(platform: Platform): Implementation[] {
  return [
    implement(routes.setupState, async () => ({ needed: await isSetupNeeded(platform) })),
    implement(routes.setup, async ({ body, request, reply }) => {
      const account = await makeFirstAdministrator(platform, body, request)
      noteForAudit(request, notedAs(account))
      const result = await finishSignIn(platform, account, { request, reply, session: undefined, method: 'password' })
      platform.log.info(
        { at: new Date(wallClock(platform)).toISOString() },
        'the first security administrator was made',
      )
      return result
    }),
  ]
}
