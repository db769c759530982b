import fc from 'fast-check'

/**
 * Property tests try the same cases on every run, so that a failure is the fault of the change that shows it.
 * EQUIPOISE_PROPERTY_SEED=random looks for new ones.
 */
const seed = process.env.EQUIPOISE_PROPERTY_SEED ?? '20151101'
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
