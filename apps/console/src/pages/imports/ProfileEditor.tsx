import type { ProfileProblem } from '@zhengfeng/contract'
import { type ReactNode, useId, useRef } from 'react'
import type { z } from 'zod'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import '../imports/imports.css'

/** The text of a profile, with what is wrong with it beside; a problem leads to its line. */
export function ProfileEditor(props: {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly problems: readonly z.infer<typeof ProfileProblem>[]
  readonly checking: boolean
  readonly readOnly?: boolean
}): ReactNode {
  const { t } = useText()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const { text, problems } = props
  const goTo = (line: number): void => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const end = text.indexOf('\n', start)
    area.current?.focus()
    area.current?.setSelectionRange(start, end < 0 ? text.length : end)
    const lineHeight = (area.current?.scrollHeight ?? 0) / Math.max(1, text.split('\n').length)
    area.current?.scrollTo({ top: Math.max(0, (line - 4) * lineHeight) })
  }
  return (
    <div className="yaml-frame">
      <div className="field">
        <label htmlFor={id}>{t('admin.imports.profile.text')}</label>
        <textarea
          id={id}
          ref={area}
          className="control yaml"
          spellCheck={false}
          value={text}
          readOnly={props.readOnly ?? false}
          aria-invalid={problems.length > 0}
          aria-describedby={`${id}-problems`}
          onChange={({ target }) => props.onChange(target.value)}
        />
      </div>
      <div id={`${id}-problems`} className="stack" aria-live="polite">
        {problems.length === 0 ? (
          <Status kind={props.checking ? 'waiting' : 'good'}>
            {t(props.checking ? 'admin.imports.profile.checking' : 'admin.imports.profile.valid')}
          </Status>
        ) : (
          <>
            <Status kind="bad">{t('admin.imports.profile.problems', { count: problems.length })}</Status>
            <ol className="problem-list">
              {problems.map((problem) => (
                <li key={`${problem.line} ${problem.path} ${problem.text}`}>
                  <button type="button" className="link-button" onClick={() => goTo(problem.line)}>
                    {t('admin.imports.profile.line', { line: problem.line })}
                  </button>{' '}
                  {problem.path && <code>{problem.path}</code>} {problem.text}
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </div>
  )
}
