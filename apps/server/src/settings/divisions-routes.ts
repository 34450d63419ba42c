import { Readable } from 'node:stream'
import {
  type Division,
  type DivisionImport,
  type Permission,
  permissions,
  divisionsRoutes as routes,
} from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import type { Transaction } from '../storage/database.ts'
import { cachedTree } from './cached-tree.ts'
import { createDivision } from './create-division.ts'
import { type DivisionNode, type DivisionTree, divisionTree } from './division-tree.ts'
import { moveDivision } from './move-division.ts'
import { type DivisionPlan, planDivisions } from './plan-divisions.ts'
import { readDivisionRows } from './read-division-rows.ts'

const longestList = 4 * 1024 * 1024

/** The handlers of the tree of divisions. */
export function divisionRoutes(platform: Platform): readonly Implementation[] {
  return [
    implement(routes.list, async ({ access }) => ({ items: visible(await cachedTree(platform), access) })),
    implement(routes.create, async ({ access, body }) => {
      requireAbove(access, body.parent)
      return changed(platform, (tx) => createDivision(tx, body))
    }),
    implement(routes.change, async ({ access, params, body }) => {
      requireWithin(access, params.code)
      return changed(platform, (tx) => changeDivision(tx, params.code, body))
    }),
    implement(routes.move, async ({ access, params, body }) => {
      requireWithin(access, params.code)
      requireAbove(access, body.parent)
      return changed(platform, (tx) => moveDivision(tx, params.code, body.parent))
    }),
    implement(routes.import, async ({ access, query, request }) => {
      requireAbove(access, undefined)
      return importDivisions(platform, await wholeBody(request.body), query.dryRun)
    }),
  ]
}

/** @throws ProblemError `notFound` where the division is not within what one may build */
function requireWithin(access: Access, code: string): void {
  if (!access.can('system.manage', code)) throw new ProblemError('notFound')
}

/** @throws ProblemError `outOfScope` where nothing may be put below the division; without one: at the top */
function requireAbove(access: Access, parent: string | undefined): void {
  const may = parent === undefined ? access.scope('system.manage').everything : access.can('system.manage', parent)
  if (may) return
  const told = parent === undefined ? {} : { value: parent }
  throw new ProblemError('outOfScope', {}, { fields: [{ field: 'parent', ...told, message: 'outOfScope' }] })
}

/** Whoever builds all of the tree sees all of it; all others what they hold any permission for, and the way down to it. */
function visible(tree: DivisionTree, access: Access): Division[] {
  const within = buildsAll(access) ? undefined : visibleCodes(access)
  if (!within) return tree.nodes.map((node) => told(node, true))
  const shown = new Set(within)
  for (const code of within) for (const { code: above } of tree.ancestors(code)) shown.add(above)
  return tree.nodes.filter(({ code }) => shown.has(code)).map((node) => told(node, within.has(node.code)))
}

function buildsAll(access: Access): boolean {
  return access.scope('system.manage').everything || access.scope('account.manage').everything
}

/** `undefined`: all. */
function visibleCodes(access: Access): ReadonlySet<string> | undefined {
  const codes = new Set<string>()
  for (const permission of permissions as readonly Permission[]) {
    const scope = access.scope(permission)
    if (scope.everything) return undefined
    for (const code of scope.divisions) codes.add(code)
    for (const { division } of scope.departments) codes.add(division)
  }
  return codes
}

function told({ code, parent, name, level, position }: DivisionNode, within: boolean): Division {
  return { code, ...(parent !== null && { parent }), name, level, position, within }
}

async function changed(platform: Platform, work: (tx: Transaction) => Promise<DivisionNode>): Promise<Division> {
  const node = await platform.db.transaction(work)
  platform.bus.tell({ kind: 'setting', name: 'divisions' })
  return told(node, true)
}

async function changeDivision(
  tx: Transaction,
  code: string,
  { name, position }: { name?: string | undefined; position?: number | undefined },
): Promise<DivisionNode> {
  const [node] = await tx.query<DivisionNode>(
    `update division
     set name = coalesce($2, name), position = coalesce($3, position)
     where code = $1
     returning code, parent, path, name, level, position`,
    [code, name ?? null, position ?? null],
  )
  if (!node) throw new ProblemError('notFound')
  return node
}

async function wholeBody(body: unknown): Promise<Uint8Array> {
  // Forms are not read ahead: the list is the whole body.
  if (!(body instanceof Readable)) throw new ProblemError('unsupportedMedia', { reason: 'divisionList' })
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > longestList) throw new ProblemError('tooLarge', { reason: 'divisionList', mostMegabytes: 4 })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function importDivisions(platform: Platform, bytes: Uint8Array, dryRun: boolean): Promise<DivisionImport> {
  const rows = readDivisionRows(bytes)
  const { plan, applied } = await platform.db.transaction(async (tx) => {
    const made = planDivisions(await divisionTree(tx), rows)
    const apply = !dryRun && made.problems.length === 0
    if (apply) await carryOut(tx, made)
    return { plan: made, applied: apply }
  })
  if (applied) platform.bus.tell({ kind: 'setting', name: 'divisions' })
  const { create, rename, move, unchanged, problems } = plan
  return { created: create.length, renamed: rename.length, moved: move.length, unchanged, applied, problems }
}

async function carryOut(tx: Transaction, { create, rename, move }: DivisionPlan): Promise<void> {
  for (const node of create) await createDivision(tx, node)
  for (const { code, parent } of move) await moveDivision(tx, code, parent)
  if (rename.length === 0) return
  await tx.query(
    `update division
     set name = told.name
     from unnest($1::text[], $2::text[]) as told (code, name)
     where division.code = told.code`,
    [rename.map(({ code }) => code), rename.map(({ name }) => name)],
  )
}
