import { TrialError } from '../core/errors.ts'
import type { OutcomesElsewhere } from '../pipeline/engines/index.ts'
import { dataMissing } from '../pipeline/engines/issues.ts'
import type { EngineOptions } from './commands/define.ts'

/** Where outcomes are by the options of a command; undefined where they are in the run. */
export function outcomesElsewhere({
  engine,
  data = [],
  at = [],
  summaries,
}: EngineOptions): OutcomesElsewhere | undefined {
  if (summaries !== undefined) return { summaries }
  if (engine !== undefined) return { engine, data, addresses: at }
  if (data.length > 0 || at.length > 0) throw new TrialError([dataMissing('--engine beside it', 'none')])
  return undefined
}
