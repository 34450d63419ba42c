import { identityRoutes, type Me, type Permission, type Session } from '@zhengfeng/contract'
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react'
import { useAnswer } from '../api/queries.ts'

interface SessionContextValue {
  readonly session: Session
  /** Server time minus browser time, in ms, when the session was asked for. */
  readonly offsetMs: number
}

const SessionContext = createContext<SessionContextValue | undefined>(undefined)

/** Who is signed in; asked again every minute, so that a session that ended is noticed. */
export function useSessionAnswer(): ReturnType<typeof useAnswer<typeof identityRoutes.session>> {
  return useAnswer(identityRoutes.session, {}, { refetchEveryMs: 60_000, retryEveryMs: 5_000 })
}

export function SessionProvider(props: {
  readonly session: Session
  readonly askedAtMs: number
  readonly children: ReactNode
}): ReactNode {
  const { session, askedAtMs } = props
  const value = useMemo(() => ({ session, offsetMs: Date.parse(session.serverTime) - askedAtMs }), [session, askedAtMs])
  return <SessionContext value={value}>{props.children}</SessionContext>
}

export function useSession(): Session {
  return useContextValue().session
}

/** The person signed in: only where the shell shows pages for people signed in. */
export function useMe(): Me {
  const { me } = useSession()
  if (!me) throw new Error('useMe needs somebody signed in')
  return me
}

/** Whether the person holds a permission anywhere. The server checks again, and where. */
export function useMay(): (permission: Permission) => boolean {
  const { me } = useSession()
  return (permission) => mayOf(me, permission)
}

export function mayOf(me: Me | undefined, permission: Permission): boolean {
  return me?.permissions.some((it) => it.permission === permission && reaches(it)) ?? false
}

function reaches(scope: Me['permissions'][number]): boolean {
  return scope.everywhere || scope.divisions.length > 0 || scope.departments.length > 0
}

/** Reads the server's clock: UTC milliseconds. */
export function useServerClock(): () => number {
  const { offsetMs } = useContextValue()
  return useCallback(() => Date.now() + offsetMs, [offsetMs])
}

/** The server's day, in its time zone: `2026-10-11`. */
export function useToday(): string {
  const { session } = useContextValue()
  const readClock = useServerClock()
  return new Intl.DateTimeFormat('sv-SE', { timeZone: session.timeZone }).format(new Date(readClock()))
}

function useContextValue(): SessionContextValue {
  const value = useContext(SessionContext)
  if (!value) throw new Error('useSession needs a SessionProvider')
  return value
}
