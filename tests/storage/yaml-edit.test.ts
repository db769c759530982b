import { describe, expect, it } from 'vitest'
import { editYaml } from '../../src/storage/yaml-edit.ts'

const text = `# first line
schema: one # why

# what it is called
id: old  # the id
title: >-
  An old
  title
# the key of the draws
# in two lines
seed: "2015"

# a remark

list:
- { id: id }
# about the end
end:
  seed: inner
`

describe('editing a YAML file', () => {
  it('replaces values and keeps every other letter', () => {
    expect(editYaml(text, { set: { id: 'new', title: '"A \\"new\\" title"', absent: 'x' }, remove: [] })).toBe(
      text.replace('id: old', 'id: new').replace('>-\n  An old\n  title', '"A \\"new\\" title"'),
    )
  })

  it('takes keys out with the comments right above them, also the last', () => {
    expect(editYaml(text, { set: {}, remove: ['seed', 'end', 'absent'] })).toBe(
      text
        .replace('# the key of the draws\n# in two lines\nseed: "2015"\n\n# a remark\n\n', '')
        .replace(/# about the end[\s\S]*$/, ''),
    )
  })

  it('leaves keys of the same name further in, and line ends as they are', () => {
    const windows = text.replaceAll('\n', '\r\n')
    expect(editYaml(windows, { set: { id: 'new' }, remove: ['seed'] })).toContain('\r\nid: new  # the id\r\n')
    expect(editYaml(windows, { set: {}, remove: ['seed'] })).toContain('end:\r\n  seed: inner\r\n')
  })

  it('changes nothing where nothing is asked, or the text is no mapping', () => {
    expect(editYaml(text, { set: {}, remove: [] })).toBe(text)
    expect(editYaml('- one\n', { set: { id: 'x' }, remove: ['y'] })).toBe('- one\n')
  })
})
