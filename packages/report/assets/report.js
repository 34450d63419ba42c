// Everything here is a convenience: without it the report reads the same, in the order in which it was written.
;(() => {
  const find = (selector, root = document) => Array.from(root.querySelectorAll(selector))

  for (const element of find('[data-needs-script]')) element.hidden = false

  followReading()
  for (const panel of find('.map-panel')) controlMap(panel)
  for (const table of find('table[data-sortable]')) makeSortable(table)
  searchFindings()
  for (const button of find('button[data-expand]'))
    button.addEventListener('click', () => openAll(button.dataset.expand === 'all'))
  keepReachable()
  for (const area of find('.scroll')) area.addEventListener('scroll', () => sayWhatIsMore(area), { passive: true })
  window.addEventListener('resize', keepReachable)
  document.addEventListener('toggle', keepReachable, true)
  printOpened()

  /** Marks the section being read in the table of contents. */
  function followReading() {
    const links = new Map(find('.toc a').map((link) => [link.hash.slice(1), link]))
    if (!('IntersectionObserver' in window)) return
    const seen = new Set()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target.id)
          else seen.delete(target.id)
        }
        const current = find('main > section').find((section) => seen.has(section.id))
        if (!current) return
        for (const [id, link] of links) {
          if (id === current.id) link.setAttribute('aria-current', 'true')
          else link.removeAttribute('aria-current')
        }
      },
      { rootMargin: '-10% 0px -70% 0px' },
    )
    for (const section of find('main > section')) observer.observe(section)
  }

  /** The slider chooses one of the maps drawn, the switch what their arrows say. */
  function controlMap(panel) {
    const slider = panel.querySelector('input[type=range]')
    const said = panel.querySelector('output')
    const levels = find('[data-level]', panel)
    const show = () => {
      for (const level of levels) level.hidden = level.dataset.level !== slider.value
      const shown = levels.find((level) => !level.hidden)
      if (!shown) return
      said.textContent = shown.dataset.said
      keepReachable()
      showStart(shown)
      slider.setAttribute('aria-valuetext', shown.dataset.said)
    }
    slider.addEventListener('input', show)
    for (const choice of find('input[type=radio]', panel))
      choice.addEventListener('change', () => {
        panel.dataset.measure = choice.value
      })
    // A browser may restore the controls of an earlier visit; the map follows them.
    panel.dataset.measure = panel.querySelector('input[type=radio]:checked').value
    show()
  }

  /** A map wider than its frame opens where the process begins. */
  function showStart(level) {
    const [area, start] = [level.querySelector('.scroll'), level.querySelector('.terminal rect')]
    if (!area || !start) return
    const [frame, box] = [area.getBoundingClientRect(), start.getBoundingClientRect()]
    area.scrollLeft += box.left + box.width / 2 - (frame.left + frame.width / 2)
  }

  function makeSortable(table) {
    const body = table.tBodies[0]
    const heads = Array.from(table.tHead.rows[0].cells)
    for (const [column, head] of heads.entries()) {
      if (head.dataset.sort === 'none') continue
      const button = document.createElement('button')
      button.type = 'button'
      while (head.firstChild) button.append(head.firstChild)
      head.append(button)
      button.addEventListener('click', () => sortBy(column))
    }

    function sortBy(column) {
      const head = heads[column]
      const numeric = head.classList.contains('num')
      const before = head.getAttribute('aria-sort')
      const falling = before ? before === 'ascending' : numeric
      for (const other of heads) other.removeAttribute('aria-sort')
      head.setAttribute('aria-sort', falling ? 'descending' : 'ascending')
      const key = (row) => {
        const cell = row.cells[column]
        const value = cell.dataset.value === undefined ? cell.textContent : cell.dataset.value
        return numeric ? (value === '' ? Number.NEGATIVE_INFINITY : Number(value)) : value
      }
      const compare = numeric
        ? (a, b) => key(a) - key(b)
        : (a, b) => key(a).localeCompare(key(b), document.documentElement.lang)
      const rows = Array.from(body.rows).sort((a, b) => (falling ? compare(b, a) : compare(a, b)))
      body.append(...rows)
    }
  }

  /**
   * Hides the findings whose subject, sentence and cases do not hold the text looked for. Whoever merely handled a step of a case
   * is not searched: a count of such cases would be a tally of a person that no test stands behind.
   */
  function searchFindings() {
    const input = document.querySelector('#finding-search')
    if (!input) return
    const said = document.querySelector('#finding-search-said')
    const findings = find('details.finding')
    const texts = findings.map((finding) =>
      find('.who bdi, .said, [data-case]', finding)
        .map((part) => part.textContent.toLowerCase())
        .join('\n'),
    )
    input.addEventListener('input', () => {
      const wanted = input.value.trim().toLowerCase()
      let left = 0
      for (const [index, finding] of findings.entries()) {
        finding.hidden = wanted !== '' && !texts[index].includes(wanted)
        if (!finding.hidden) left++
      }
      for (const detector of find('.detector')) {
        const within = find('details.finding', detector)
        detector.hidden = wanted !== '' && within.every((finding) => finding.hidden)
      }
      const words = left === 0 ? said.dataset.none : said.dataset.said.replace('#', String(left))
      said.textContent = wanted === '' ? '' : words
    })
  }

  /** What scrolls within itself is a stop of the Tab key; what fits into its place is none. */
  function keepReachable() {
    for (const area of find('.scroll')) {
      const more = area.scrollWidth > area.clientWidth || area.scrollHeight > area.clientHeight
      if (more) area.tabIndex = 0
      else area.removeAttribute('tabindex')
      const hint = area.nextElementSibling
      if (hint?.classList.contains('scroll-hint')) hint.hidden = !more
      sayWhatIsMore(area)
    }
  }

  /** Tells the style sheet at which sides of an area something is hidden. */
  function sayWhatIsMore(area) {
    const sides = []
    if (area.scrollLeft > 1) sides.push('left')
    if (area.scrollLeft + area.clientWidth < area.scrollWidth - 1) sides.push('right')
    if (area.scrollTop + area.clientHeight < area.scrollHeight - 1) sides.push('below')
    if (sides.length > 0) area.dataset.more = sides.join(' ')
    else delete area.dataset.more
  }

  function openAll(open) {
    for (const details of find('#findings details')) details.open = open
  }

  /** Paper cannot be unfolded: the foremost findings are opened and whatever else is folded, the other findings stay a line each. */
  function printOpened() {
    let closed = []
    window.addEventListener('beforeprint', () => {
      closed = find('details.foremost:not([open]), details.more:not([open])')
      for (const details of closed) details.open = true
    })
    window.addEventListener('afterprint', () => {
      for (const details of closed) details.open = false
    })
  }
})()
