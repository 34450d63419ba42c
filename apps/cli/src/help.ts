import type { Translator } from '@zhengfeng/locales'
import { type Command, commonOptions, type Option } from './command.ts'

/** What the program can do: one line per command. */
export function programHelp(commands: readonly Command[], { t }: Translator): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name }) => `  ${name.padEnd(width)}  ${t(`cli.commands.${name}.summary`)}`)
  return [t('cli.help.program'), '', t('cli.help.commands'), ...lines, '', t('cli.help.more')].join('\n')
}

/** How a command is used: its operands and options, each with its description, and examples. */
export function commandHelp(command: Command, { t }: Translator): string {
  const options = Object.entries({ ...command.options, ...commonOptions })
  const heads = options.map(([name, option]) => optionHead(name, option))
  const width = Math.max(...heads.map((head) => head.length))
  const lines = options.map(([name], index) => `  ${heads[index]!.padEnd(width)}  ${optionText(command, name, t)}`)
  const operands = command.operands
    ? ` ${command.operands.required ? command.operands.label : `[${command.operands.label}]`}`
    : ''
  return [
    t(`cli.commands.${command.name}.summary`),
    '',
    t('cli.help.usage', { words: `npx zhengfeng ${command.name}${operands} [${t('cli.help.options')}]` }),
    '',
    ...lines,
    '',
    t(`cli.commands.${command.name}.examples`),
  ].join('\n')
}

function optionHead(name: string, option: Option): string {
  const short = option.short ? `-${option.short}, ` : '    '
  return `${short}--${name}${option.value ? ` ${option.value}` : ''}`
}

function optionText(command: Command, name: string, t: Translator['t']): string {
  return name in command.options
    ? t(`cli.commands.${command.name}.options.${name}`, command.helpValues)
    : t(`cli.help.common.${name}`)
}
