export { createFormatter, type Formatter } from './format.ts'
export { renderHtml } from './html/render-html.ts'
export { buildCheckUp, type CheckUpInput } from './model/build-check-up.ts'
export { CheckUp } from './model/check-up.ts'
