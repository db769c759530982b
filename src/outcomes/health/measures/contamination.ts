import { controlArm } from '../../../model/protocol.ts'
import { type Measure, reading } from '../measure.ts'
import { casesOutsideArm, outsideArmText } from '../outside-arm.ts'

/** Control cases to which happened what only other arms should have. */
export const contamination: Measure = {
  id: 'contamination',
  title: 'Control cases treated',
  computes:
    'Cases of the control arm with an event of a kind that the protocol keeps to other arms, or with one that departs from a rule of the process that holds in some arms only.',
  unit: 'cases',
  settings: [],
  per: ['stratum'],
  needsArms: true,
  read(state) {
    const control = controlArm(state.protocol)
    const found = casesOutsideArm(state).filter(({ of }) => of.arm === control)
    return reading(found.length, outsideArmText(found))
  },
}
