import type { Layer } from './chart.ts'
import { ink, type Theme } from './theme.ts'
import type { ValueChannel } from './value-axis.ts'

/** An upright line at no difference. */
export const zeroRule = (across: ValueChannel): Layer => ({
  // Data of its own: a rule without a field is drawn once for each row of the data that it inherits.
  data: { values: [{}] },
  mark: { type: 'rule', color: ink, strokeWidth: 1.5 },
  encoding: { x: { datum: 0, ...across } },
})

/** A point at `estimate` with a capped line from `lower` to `upper`, in the row `y`. */
export function intervalLayers(across: ValueChannel, y: object, { main }: Theme): Layer[] {
  const cap = (field: string): Layer => ({
    mark: { type: 'tick', color: main, opacity: 1, size: 12, thickness: 2 },
    encoding: { y, x: { field, ...across } },
  })
  return [
    {
      mark: { type: 'rule', color: main, strokeWidth: 2 },
      encoding: { y, x: { field: 'lower', ...across }, x2: { field: 'upper' } },
    },
    cap('lower'),
    cap('upper'),
    {
      mark: { type: 'point', shape: 'circle', filled: true, color: main, opacity: 1, size: 110 },
      encoding: { y, x: { field: 'estimate', ...across } },
    },
  ]
}
