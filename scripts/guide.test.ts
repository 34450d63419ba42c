import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runDetectors } from '@zhengfeng/detectors'
import { parseProfile } from '@zhengfeng/eventlog'
import { readService, sketchLog } from '@zhengfeng/mining'
import { describe, expect, test } from 'vitest'

const guide = fileURLToPath(new URL('../docs/guide/', import.meta.url))

describe.each(readdirSync(guide).filter((name) => name.startsWith('profile')))(
  'the profiles in docs/guide/%s',
  (name) => {
    const blocks = Array.from(
      readFileSync(`${guide}${name}`, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g),
      (match) => match[1]!,
    )

    test('are valid, thresholds included', () => {
      expect(blocks.length).toBe(2)
      for (const block of blocks) {
        const service = readService(sketchLog([['a', '受理', 0]]), parseProfile(block, name))
        expect(runDetectors(service)).toHaveLength(13)
      }
    })
  },
)
