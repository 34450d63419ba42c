import { z } from 'zod'

/** UTC, ISO 8601. Every instant on the wire. */
export const Instant = z.iso.datetime()
export const Day = z.iso.date()
/** A day that may be asked for: within the years that events may have. Whoever adds up days must not run to the end of time. */
export const AskedDay = z.iso.date().regex(/^(19|20|21)/, 'the year must lie between 1900 and 2199')
/** Code of a division: GB/T 2260, or the source's own. Not `..`, which leads elsewhere in an address, nor `__proto__`. */
export const DivisionCode = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/)

/** Lists page by key: `cursor` is what the page before gave as `next`. */
export const Paging = z.object({
  cursor: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export function page<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    /** Absent on the last page. */
    next: z.string().optional(),
  })
}

/** Which part of the service is looked at. Absent: all that the person may see. */
export const Slice = z.object({
  division: DivisionCode.optional().describe('the subtree of this division'),
  from: AskedDay.optional().describe('first day; default: 30 days before `to`'),
  to: AskedDay.optional().describe('last day; default: today'),
  item: z.string().max(500).optional(),
  department: z.string().max(500).optional(),
  channel: z.string().max(200).optional(),
  applicantGroup: z.string().max(200).optional(),
  source: z.uuid().optional(),
})
export type Slice = z.infer<typeof Slice>

/** The language of texts in a file; answers in JSON carry keys or follow `Accept-Language`. */
export const LanguageField = z.enum(['zh-CN', 'en']).default('zh-CN')

/** The version that a change was made on, as it was told. Bounded by what the database counts with. */
export const ToldVersion = z.int().min(0).max(2_147_483_646)
