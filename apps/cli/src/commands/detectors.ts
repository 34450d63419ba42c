import { detectors as allDetectors, type Detector } from '@zhengfeng/detectors'
import type { Command } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../failure.ts'
import { UsageError } from '../usage.ts'

/** `zhengfeng detectors`: lists what each detector finds, needs and assumes. */
export const detectors: Command = {
  name: 'detectors',
  operands: { label: 'NAME…', required: false },
  options: { json: { type: 'boolean' } },
  run: async (operands, options, context) => {
    const chosen = operands.length === 0 ? allDetectors : operands.map(findDetector)
    if (options.json)
      context.print(
        JSON.stringify(
          chosen.map((each) => described(each, context)),
          null,
          2,
        ),
      )
    else context.print(chosen.map((each) => detectorText(each, context)).join('\n\n'))
    return exitCodes.ok
  },
}

function findDetector(name: string): Detector {
  const found = allDetectors.find((detector) => detector.name === name)
  if (found) return found
  throw new UsageError('unknownDetector', { value: name, expected: allDetectors.map((each) => each.name).join(', ') })
}

function described(detector: Detector, { translator: { t } }: CommandContext): Record<string, unknown> {
  const { name, level, requires, parameters } = detector
  return { name, title: t(`detectors.names.${name}`), level, requires, parameters }
}

function detectorText({ name, level, requires, parameters }: Detector, { translator: { t } }: CommandContext): string {
  const thresholds = Object.entries(parameters).map(
    ([parameter, { default: value, range }]) =>
      `    ${parameter} = ${value} (${range[0]} … ${range[1]})  ${t(`detectors.parameters.${name}.${parameter}`)}`,
  )
  return [
    `${name}  ${t(`detectors.names.${name}`)}`,
    `  ${t(`detectors.descriptions.${name}`)}`,
    `  ${t(`cli.detectors.level.${level}`)}${requires.length > 0 ? `; ${t('cli.detectors.needs', { list: requires.map((each) => t(`detectors.requirements.${each}`)).join(', ') })}` : ''}`,
    ...(thresholds.length > 0 ? [`  ${t('cli.detectors.parameters')}`, ...thresholds] : []),
  ].join('\n')
}
