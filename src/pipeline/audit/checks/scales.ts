import type { Bounds } from '../../../numerics/index.ts'

const mapped =
  (value: (end: number) => number) =>
  ({ lower, upper }: Bounds): Bounds => ({ lower: value(lower), upper: value(upper) })

const same = (bounds: Bounds): Bounds => bounds

/** The scales on which an interval is symmetric and no effect is 0: to them, and back. */
export const scales = {
  linear: { to: same, from: same },
  log: { to: mapped(end => Math.log(Math.max(0, end))), from: mapped(Math.exp) },
} as const
