import { anchorOf, escaped, generatedNote, table } from './markdown.mjs'

/** The text of docs/reference/commands.md, from the definitions of the commands. */
export function commandsPage(commands) {
  const groups = new Map()
  for (const command of commands) {
    const title = command.helpGroup().replace(/:$/, '')
    groups.set(title, [...(groups.get(title) ?? []), command])
  }
  return `# Commands

${generatedNote('the definitions of the commands')}

\`equipoise COMMAND --help\` prints the same at a terminal. Every command takes \`--json\` (the result as JSON with a versioned schema),
\`--quiet\` (errors only) and \`--help\`. Exit codes are in [errors](../errors.md#exit-codes), the files of a run in
[the run folder](../run-folder.md).

${[...groups].map(([title, members]) => group(title, members)).join('\n')}
${commands.map(section).join('\n')}`
}

const group = (title, members) => `**${title}.** ${members.map(command => link(command)).join(', ')}
`

const link = command => `[\`${command.name()}\`](#${anchorOf(command.name())})`

const common = ['--help', '--json', '--quiet']

function section(command) {
  const options = command.options.filter(({ long }) => !common.includes(long))
  const args = command.registeredArguments.map(argument => [`\`${argumentText(argument)}\``, argument.description, ''])
  const rows = options.map(option => [`\`${option.flags}\``, capital(option.description), defaultText(option)])
  const aliases = command.aliases().map(alias => `\`${alias}\``)
  return `## ${command.name()}

${escaped(command.description())}

${table(['option', 'says', 'default'], [...args.map(([name, says]) => [name, capital(says), 'required']), ...rows])}
${aliases.length === 0 ? '' : `\nAlso written ${aliases.join(', ')}.\n`}
\`\`\`text
${examplesOf(command).join('\n')}
\`\`\`
`
}

const argumentText = argument => {
  const name = argument.variadic ? `${argument.name()}...` : argument.name()
  return argument.required ? `<${name}>` : `[${name}]`
}

function defaultText({ mandatory, defaultValue }) {
  if (mandatory) return 'required'
  return defaultValue === undefined || Array.isArray(defaultValue) ? '' : `\`${defaultValue}\``
}

const capital = text => escaped(`${text.charAt(0).toUpperCase()}${text.slice(1)}`)

/** The examples that the help of a command ends with. */
function examplesOf(command) {
  let help = ''
  command.configureOutput({
    writeOut: text => {
      help += text
    },
  })
  command.outputHelp()
  const [, examples = ''] = help.split('\nExamples:\n')
  return examples
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}
