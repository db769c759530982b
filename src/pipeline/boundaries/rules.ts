import {
  classicalDesign,
  type GroupSequentialDesign,
  obrienFlemingShape,
  pocockShape,
  type SequentialRejection,
  spendingDesign,
} from '../../design/sequential/index.ts'
import {
  hwangShihDeCaniSpending,
  kimDeMetsSpending,
  obrienFlemingSpending,
  pocockSpending,
  type SpendingFunction,
} from '../../statistics/sequential/spending.ts'

/** A family of boundaries as the command line names it. */
interface Family {
  id: string
  /** What stands after the colon, with its range; none where absent. */
  parameter?: { name: string; from: number; to: number }
}

interface SpendingFamily extends Family {
  of(parameter: number): SpendingFunction
}

interface ClassicalFamily extends Family {
  title(parameter: number): string
  shape(parameter: number): number
}

const spendingFamilies: readonly SpendingFamily[] = [
  { id: 'obrien-fleming', of: () => obrienFlemingSpending },
  { id: 'pocock', of: () => pocockSpending },
  {
    id: 'hwang-shih-decani',
    parameter: { name: 'GAMMA', from: -40, to: 40 },
    of: hwangShihDeCaniSpending,
  },
  { id: 'kim-demets', parameter: { name: 'RHO', from: 0.1, to: 20 }, of: kimDeMetsSpending },
]

const classicalFamilies: readonly ClassicalFamily[] = [
  { id: 'classical-obrien-fleming', title: () => "O'Brien and Fleming", shape: () => obrienFlemingShape },
  { id: 'classical-pocock', title: () => 'Pocock', shape: () => pocockShape },
  {
    id: 'wang-tsiatis',
    title: shape => `Wang and Tsiatis, shape ${shape}`,
    parameter: { name: 'SHAPE', from: 0, to: 0.5 },
    shape: shape => shape,
  },
]

/** How a design stops for an effect. */
export interface EfficacyRule {
  id: string
  title: string
  /** Where it spends alpha by a function; a classical boundary does not. */
  spending: SpendingFunction | undefined
  design(shares: readonly number[], rejection: SequentialRejection): GroupSequentialDesign
}

const written = ({ id, parameter }: Family): string =>
  parameter === undefined ? id : `${id}:${parameter.name} (${parameter.from} to ${parameter.to})`

export const spendingNames: readonly string[] = spendingFamilies.map(written)
export const efficacyNames: readonly string[] = [...spendingFamilies, ...classicalFamilies].map(written)

/** The family of a name, and the number after its colon; nothing where the two do not fit. */
function familyOf<F extends Family>(
  families: readonly F[],
  name: string,
): { family: F; parameter: number } | undefined {
  const [id, text, ...rest] = name.split(':')
  const family = families.find(each => each.id === id)
  if (family === undefined || rest.length > 0) return undefined
  const { parameter: range } = family
  if (range === undefined) return text === undefined ? { family, parameter: 0 } : undefined
  const parameter = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return parameter >= range.from && parameter <= range.to ? { family, parameter } : undefined
}

/** A spending function by the name that the command line gives it, as `kim-demets:3`. */
export function spendingOf(name: string): SpendingFunction | undefined {
  const found = familyOf(spendingFamilies, name)
  return found?.family.of(found.parameter)
}

/** An efficacy boundary by its name, as `pocock` or `wang-tsiatis:0.25`. */
export function efficacyOf(name: string): EfficacyRule | undefined {
  const spending = spendingOf(name)
  if (spending !== undefined) {
    return {
      ...{ id: name, title: spending.title, spending },
      design: (shares, rejection) => spendingDesign(shares, rejection, spending),
    }
  }
  const found = familyOf(classicalFamilies, name)
  if (found === undefined) return undefined
  const { family, parameter } = found
  return {
    ...{ id: name, title: family.title(parameter), spending: undefined },
    design: (shares, rejection) => classicalDesign(shares, rejection, family.shape(parameter)),
  }
}
