// Every relative link and image in the Markdown files leads to a file, and every #anchor to a heading.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(file))
const broken = files.flatMap(brokenLinks)
for (const line of broken) console.error(line)
console.log(`${files.length} Markdown files, ${broken.length} broken links`)
process.exit(broken.length === 0 ? 0 : 1)

function brokenLinks(file) {
  const text = readFileSync(file, 'utf8').replace(/```[\s\S]*?```/g, '')
  const links = Array.from(text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g), (match) => match[1])
  return links
    .filter((link) => !/^[a-z]+:/i.test(link) && !leadsSomewhere(file, link))
    .map((link) => `${file}: ${link}`)
}

function leadsSomewhere(file, link) {
  const [path, anchor] = link.split('#')
  const target = path ? normalize(join(dirname(file), decodeURIComponent(path))) : file
  if (!existsSync(target)) return false
  return !anchor || !statSync(target).isFile() || anchorsOf(target).has(decodeURIComponent(anchor))
}

function anchorsOf(file) {
  const headings = readFileSync(file, 'utf8').matchAll(/^#{1,6}\s+(.+?)\s*$/gm)
  return new Set(Array.from(headings, ([, heading]) => slug(heading)))
}

function slug(heading) {
  return heading
    .toLowerCase()
    .replace(/[`*_]/g, '')
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}
