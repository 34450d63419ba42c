import { mkdir, rm, stat, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Configuration } from '../configuration.ts'
import type { ImportRow } from './import-row.ts'
import type { StoredFile } from './reading/task.ts'

/** Where the files of an import lie until they are read. The names that people gave are never names on disk. */
export function uploadFolder(configuration: Configuration, id: string): string {
  return join(resolve(configuration.ZHENGFENG_DATA), 'uploads', id)
}

export function uploadPath(configuration: Configuration, id: string, index: number): string {
  return join(uploadFolder(configuration, id), `${index}.upload`)
}

export async function makeUploadFolder(configuration: Configuration, id: string): Promise<string> {
  const folder = uploadFolder(configuration, id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
}

export async function removeUploads(configuration: Configuration, id: string): Promise<void> {
  await rm(uploadFolder(configuration, id), { recursive: true, force: true })
}

export async function hasUploads(configuration: Configuration, id: string): Promise<boolean> {
  return (await stat(uploadPath(configuration, id, 0)).catch(() => undefined))?.isFile() ?? false
}

/** Room on the disk of the uploads. */
export async function freeBytes(configuration: Configuration): Promise<number> {
  const { bavail, bsize } = await statfs(resolve(configuration.ZHENGFENG_DATA))
  return bavail * bsize
}

/** The files of an import as a reading thread is given them. */
export function storedFiles(
  configuration: Configuration,
  { id, files }: Pick<ImportRow, 'id' | 'files'>,
): StoredFile[] {
  return files.map(({ name, bytes, office }, index) => ({
    path: uploadPath(configuration, id, index),
    name,
    bytes,
    office,
  }))
}
