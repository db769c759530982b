import { InternalError } from './errors.ts'

/**
 * What canonical JSON can hold. A bigint is written as a decimal string, an infinity as the string "Infinity" or
 * "-Infinity", since JSON has no such numbers. Absent (`undefined`) members are left out.
 */
export type Json =
  | null
  | boolean
  | number
  | string
  | bigint
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * The one text of a value, after RFC 8785: keys in UTF-16 order, no white space, numbers as ECMAScript writes them.
 * Throws `InternalError` for NaN, which is never a result.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `"${value}"`
  if (typeof value === 'number') {
    if (Number.isNaN(value)) throw new InternalError('canonical JSON cannot hold NaN')
    return JSON.stringify(Number.isFinite(value) ? value : `${value}`)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') return `{${canonicalMembers(value as Record<string, unknown>)}}`
  throw new InternalError(`canonical JSON cannot hold a ${typeof value}`)
}

function canonicalMembers(object: Record<string, unknown>): string {
  let members = ''
  for (const key of Object.keys(object).sort()) {
    const value = object[key]
    if (value === undefined) continue
    if (members !== '') members += ','
    members += `${JSON.stringify(key)}:${canonicalJson(value)}`
  }
  return members
}
