/** Level of every interval; tests are at one less it. */
export const level = 0.95
/** A method that draws is asked for fewer replicates and trials: its own draws are the same in all of them. */
export const resampled = { draws: 500, share: 0.1 }

/** The rows as the library's column of amounts, or of who paid. */
export function columnOf({ arms, pairs = false }, rows, binary) {
  return {
    outcome: binary ? 'paid' : 'amount',
    unit: { kind: binary ? 'case' : 'pence' },
    kind: binary ? 'binary' : 'money',
    levels: [],
    arms: Object.keys(arms),
    control: 'control',
    largestCluster: pairs ? 2 : 1,
    rows: binary ? rows.map(row => ({ ...row, value: Number(row.value > 0) })) : rows,
  }
}

/** Options of a method: contrasts with control, and what it reads set so that it changes next to nothing. */
export function optionsFor(method, replicate) {
  const settings = {
    scores: { pwc_first: 2, nrp_first: 1, control: 0 },
    cap: 10_000_000,
    winsorise: 0.0001,
    draws: resampled.draws,
  }
  const read = Object.fromEntries(
    (method.reads ?? []).filter(name => name in settings).map(name => [name, settings[name]]),
  )
  const contrasts = ['pwc_first', 'nrp_first'].map(arm => ({ id: arm, arm, against: 'control' }))
  return { level, contrasts, seed: `guarantees/${replicate}`, ...read }
}
