import { PGlite } from '@electric-sql/pglite'
import type { PgliteHome } from './pglite-link.ts'

/**
 * Opens PGlite in this thread.
 *
 * Its own start parameters turn fsync off; here the write-ahead log is written through to the disk at each commit (`open_datasync`), so
 * that a power cut loses nothing either. There is no replication, hence the smallest write-ahead log.
 */
export async function openPglite(home: PgliteHome): Promise<PGlite> {
  const durable = 'folder' in home ? ['-c', 'wal_sync_method=open_datasync'] : ['-F']
  return PGlite.create({
    ...('folder' in home ? { dataDir: home.folder } : {}),
    ...('snapshot' in home && home.snapshot !== undefined ? { loadDataDir: new Blob([home.snapshot]) } : {}),
    // With checksums every first reading of a page that was loaded in bulk writes it into the log once more.
    initDbStartParams: ['--no-data-checksums'],
    startParams: ['--single', '-j', ...durable, ...parameters.flatMap((parameter) => ['-c', parameter])],
  })
}

const parameters = [
  'search_path=public',
  'exit_on_error=false',
  'log_checkpoints=false',
  'max_worker_processes=0',
  'max_parallel_workers=0',
  'max_parallel_workers_per_gather=0',
  'max_parallel_maintenance_workers=0',
  'io_method=sync',
  'wal_level=minimal',
  'max_wal_senders=0',
  'TimeZone=UTC',
  // The operating system keeps the files in memory as well.
  'shared_buffers=32MB',
  'maintenance_work_mem=16MB',
  'max_wal_size=256MB',
]
