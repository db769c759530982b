import { afterAll, beforeAll } from 'vitest'

/** Sets variables of the environment for the tests of a file, and puts back what was there. */
export function withEnvironment(variables: Readonly<Record<string, string>>): void {
  const given = new Map<string, string | undefined>()
  beforeAll(() => {
    for (const [name, value] of Object.entries(variables)) {
      given.set(name, process.env[name])
      process.env[name] = value
    }
  })
  afterAll(() => {
    for (const [name, value] of given) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
}
