import { parsePounds } from '../../core/money.ts'
import type { Ledger } from '../../model/ledger.ts'

type Writing = Pick<Ledger['amount'], 'thousands' | 'decimal'>

/**
 * An amount as a ledger writes it, in whole pence: digits, thousands separated wholly or not at all, at most 2 decimals, a
 * minus before it. `undefined` for anything else: a separator in the wrong place may be one of another country.
 */
export function readLedgerAmount(text: string, { thousands, decimal }: Writing): number | undefined {
  const [, minus = '', whole = '', pence = ''] = shapeOf(decimal).exec(text) ?? []
  const groups = thousands === undefined ? [whole] : whole.split(thousands)
  const isGrouped = groups.length > 1
  const areWhole = groups.every((group, index) => (isGrouped ? groupShape(index) : /^\d+$/).test(group))
  if (!areWhole) return undefined
  const digits = groups.join('').replace(/^0+(?=\d)/, '')
  const value = parsePounds(`${minus}${digits}${pence === '' ? '' : `.${pence}`}`)
  return value === undefined ? undefined : value + 0
}

const shapeOf = (decimal: Writing['decimal']): RegExp =>
  decimal === '.' ? /^(-?)([^.-]+)(?:\.(\d\d?))?$/ : /^(-?)([^,-]+)(?:,(\d\d?))?$/
const groupShape = (index: number): RegExp => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/)

/** What an amount must look like, as a message says it. */
export function amountExpectation({ thousands, decimal }: Writing): string {
  const example = `1${thousands ?? ''}234${decimal}56`
  const between =
    thousands === undefined ? 'no separator of thousands' : `${JSON.stringify(thousands)} between thousands or none`
  return `pounds as ${example}, with at most 2 decimals and ${between}`
}
