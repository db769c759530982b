/**
 * Moves labels along a line until none overlaps its neighbour: `centres` are ascending positions, `widths` the room
 * that each label needs. Labels that collide form a group around the mean of its wishes; order is kept and everything
 * stays between `from` and `to` where it fits.
 */
export function dodge(centres: readonly number[], widths: readonly number[], from: number, to: number): number[] {
  const groups: Group[] = []
  centres.forEach((centre, i) => {
    let group = place({ wishes: [centre], widths: [widths[i] ?? 0], start: 0 }, from, to)
    let before = groups.at(-1)
    while (before !== undefined && before.start + totalWidth(before) > group.start) {
      groups.pop()
      const merged = { wishes: [...before.wishes, ...group.wishes], widths: [...before.widths, ...group.widths] }
      group = place({ ...merged, start: 0 }, from, to)
      before = groups.at(-1)
    }
    groups.push(group)
  })
  return groups.flatMap(centresOf)
}

interface Group {
  wishes: readonly number[]
  widths: readonly number[]
  start: number
}

const totalWidth = ({ widths }: Group) => widths.reduce((total, width) => total + width, 0)

/** Least squares: the start that brings the centres of the group nearest to their wishes. */
function place(group: Group, from: number, to: number): Group {
  const centres = centresOf({ ...group, start: 0 })
  const shifts = group.wishes.map((wish, i) => wish - (centres[i] ?? 0))
  const wished = shifts.reduce((total, shift) => total + shift, 0) / shifts.length
  return { ...group, start: Math.max(from, Math.min(wished, to - totalWidth(group))) }
}

function centresOf({ widths, start }: Group): number[] {
  let edge = start
  return widths.map(width => {
    edge += width
    return edge - width / 2
  })
}
