import type { ChartKind } from './chart.ts'
import { drawGroupedShares, type GroupedShares } from './grouped-shares.ts'

/** How many of the paying cases of each arm paid an amount in each band. Small counts are held back before they come here. */
export type PayerAmounts = GroupedShares

/** The amounts of those who paid, in bands. */
export const payerAmounts: ChartKind<'payer-amounts', PayerAmounts> = {
  id: 'payer-amounts',
  title: 'Amounts of those who paid',
  draw: (data, theme) => drawGroupedShares(data, 'Amount', 'Bar chart of paying cases by amount.', theme),
}
