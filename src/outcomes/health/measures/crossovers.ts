import { controlArm } from '../../../model/protocol.ts'
import { type Measure, reading } from '../measure.ts'
import { casesOutsideArm, outsideArmText } from '../outside-arm.ts'

/** Cases of treated arms to which happened what only other arms should have. */
export const crossovers: Measure = {
  id: 'crossovers',
  title: 'Cases not treated as their arm is',
  computes:
    'Cases of the arms beside control with an event of a kind that the protocol keeps to other arms, or with one that departs from a rule of the process that holds in some arms only.',
  unit: 'cases',
  settings: [],
  per: ['arm', 'stratum'],
  needsArms: true,
  read(state) {
    const control = controlArm(state.protocol)
    const found = casesOutsideArm(state).filter(({ of }) => of.arm !== control)
    return reading(found.length, outsideArmText(found))
  },
}
