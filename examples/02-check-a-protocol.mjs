// @ts-check
// What a trial's files say, what their source does not give, and how a mistake in them is told.
import { checkTrial, findTrial, TrialError } from 'equipoise'

const trial = await checkTrial(findTrial('part-payment'))
console.log(trial.title)
for (const { id, title, cases, control } of trial.arms) console.log(' ', id, cases, title, control ? '(control)' : '')
console.log('outcomes:', trial.outcomes.slice(0, 4).join(', '), '…')
console.log('assumed:', trial.assumed.length, 'values, the first:', trial.assumed[0]?.at)

try {
  findTrial('part-paymnet')
} catch (error) {
  if (!(error instanceof TrialError)) throw error
  const [issue] = error.issues
  console.log(issue?.code, 'exit code', error.exitCode)
}
