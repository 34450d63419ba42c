import { importsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** Deletes uploaded files that have not been imported. */
export function DiscardImport({ id }: { readonly id: string }): ReactNode {
  const { t } = useText()
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const cancel = useAction(importsRoutes.cancel, [importsRoutes.read, importsRoutes.list])
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('admin.imports.discard')}</Button>
      {asking && (
        <ActDialog
          title={t('admin.imports.discardTitle')}
          explanation={t('admin.imports.discardDetail')}
          submitLabel={t('admin.imports.discard')}
          danger
          pending={cancel.isPending}
          error={cancel.error}
          onSubmit={() => cancel.mutate({ params: { id } }, { onSuccess: () => navigate('/imports') })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
