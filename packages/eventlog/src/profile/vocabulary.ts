import type { CanonicalActivity } from './profile.ts'

/** The roles of columns that a proposal looks for. */
export type ColumnRole =
  | 'case'
  | 'activity'
  | 'time'
  | 'start'
  | 'recordedAt'
  | 'lifecycle'
  | 'resource'
  | 'department'
  | 'office'
  | 'item'
  | 'channel'
  | 'applicant'
  | 'agent'
  | 'stopKind'
  | 'stopDocument'

/** What is numbered, but is a service item: every case of the item has the same number. */
const thingsOfItems = '事项|实施|目录|清单|业务项'
const notOfCase = `.*(${thingsOfItems})|机构|部门|单位|窗口|人员|证件|证照|材料|区划`

/**
 * Names under which sources keep each role, best first: XES keys, the fields of GB/T 39046 and of the national exchange
 * tables, and what exports of case systems commonly write. Matched without case, blanks, `_`, `-` and `:`.
 */
export const columnNames: Readonly<Record<ColumnRole, readonly RegExp[]>> = {
  case: [
    /^caseconceptname$/,
    /^(case|trace)(id|no|number|nr|key)?$/,
    /^(projectno|caseno|casenumber|办件(编|流水)?号|业务(编|流水)?号|案件(编|流水)?号|受理(编|流水)?号|收件(编|流水)?号|申(报|请|办)(编|流水)?号|工单(编|流水)?号|流水号|案号)$/,
    /^(uniquekey|servicerequestid|requestid|ticketid|dossier(nr|nummer)?|zaak(nr|nummer)?)$/,
    new RegExp(`^(?!${notOfCase}).*(编号|流水号)$`),
    /^id$/,
    new RegExp(`^(?!.*(${thingsOfItems})).*编号$`),
  ],
  activity: [
    /^conceptname$/,
    /^(activity|activityname|event|eventname|task|taskname|step|action)$/,
    /^(环节名称|环节|办理环节|步骤|活动|事件|业务动作|动作|节点名称|节点|processname)$/,
    /环节|步骤|节点/,
  ],
  time: [
    /^timetimestamp$/,
    /^(timestamp|time|datetime|occurredat|eventtime|completetime(stamp)?|endtime(stamp)?|eventendtime|date)$/,
    /^(环节结束时间|办理时间|完成时间|结束时间|处理时间|操作时间|发生时间|时间)$/,
    /(时间|日期|time|date)$/,
  ],
  start: [/^(starttime(stamp)?|timestart|eventstarttime|环节开始时间|开始时间|接收时间)$/],
  recordedAt: [/^(recordedat|createdat|createtime|cdtime|entrytime|录入时间|登记时间|入库时间|系统时间|创建时间)$/],
  lifecycle: [/^lifecycletransition$/, /^(lifecycle|transition|生命周期)$/],
  resource: [
    /^orgresource$/,
    /^(resource|user|username|officer|handler|handleusername|employee|actor|operator)$/,
    /^(环节处理人|办理人|经办人|处理人|操作人|承办人|办理人员|受理人员)$/,
    /(处理人|经办人|办理人|操作员)/,
  ],
  department: [
    /^orggroup$/,
    /^(department|dept|deptname|orgname|unit|group|team|agency|agencyname)$/,
    /^(处理单位|办理单位|承办单位|部门|科室|处室|处理部门|责任部门|办理部门)$/,
    /(单位|部门|科室)$/,
  ],
  office: [/^(office|orgoffice|municipality|district|areaname|机构|政务中心|大厅|区划名称|所属地区|区县)$/],
  item: [
    /^(item|itemname|serviceitem|taskhandleitem|casetype|事项名称|事项|办理事项|业务类型|事项编码)$/,
    /^(taskname|complainttype|requesttype|servicetype|servicename|permittype)$/,
    /^(事项|实施)(编号|编码|代码)$/,
  ],
  channel: [/^(channel|applytype|opendatachanneltype|渠道|申报来源|办理渠道|服务渠道)$/],
  applicant: [/^(applicant|applyername|applicantname|申请人|申请者名称|申请人名称)$/],
  agent: [/^(agent|handleuser|代理人|代办人|中介机构)$/],
  stopKind: [/^(stopkind|specialtype|specialname|特别程序种类|挂起类型|暂停原因)$/],
  stopDocument: [/^(stopdocument|acceptdocno|文书编号|挂起依据|特别程序批准文书|依据文书)$/],
}

/** Names under which sources keep the instant by which a case is due. */
export const dueNames: Readonly<Record<'statutory' | 'promised', RegExp>> = {
  statutory:
    /^(deadline|duedate|statutorydue(date)?|legaldeadline|法定(办结)?(期限|时限|截止)(日期|时间)?|法定(办结)?(日期|时间)|应办结(日期|时间))$/,
  promised:
    /^(enddateplanned|planned(end)?(date)?|promisedate|promised(due|date)?|expected(date|datetime)|承诺(办结)?(期限|时限|截止)?(日期|时间)|承诺(办结)?(期限|时限))$/,
}

const date = '(date|time|datetime|timestamp|at|on)?'
const day = '(时间|日期|时刻)'

/** English as in `apply_date`, `date_applied` or `applied_at`, and Chinese as in 实际办结时间. */
function named(english: string, chinese: string): RegExp {
  return new RegExp(`^((date)?(${english})${date}|(实际|最终|办件|案件|工单|业务)?(${chinese})${day})$`)
}

/**
 * Names of columns that hold when a step was taken, in tables with one row per case: by step, best first; the national exchange
 * tables, GB/T 39046, open data of cities. What was due or planned is none of them. Matched as `columnNames` are.
 */
export const milestoneNames: Readonly<Partial<Record<CanonicalActivity, readonly RegExp[]>>> = {
  submit: [
    named('apply|applied|application|submit|submitted|submission', '(提出|提交|网上)?(申请|申报)|提交|申请提交|报件'),
    named('requested|request|reported|opened|open', '投诉|来电|诉求|反映|留言|提问'),
    named('created|create|creation', '创建'),
  ],
  receive: [named('receive|received|receipt|registered|registration', '收件|接件|接收|收到|登记|预受理')],
  supplementRequest: [named('supplementrequested', '补正(告知|通知)|补件(告知|通知)|一次性告知')],
  supplementAnswer: [named('supplementreceived|supplemented', '补正(完成|提交)|补件(完成|提交)|补齐(补正)?')],
  accept: [named('accept|accepted|acceptance', '(正式|予以)?受理|立案')],
  refuse: [named('refused|rejected', '不予受理|退件')],
  transfer: [named('assigned|dispatched|transferred|forwarded', '派单|派件|转办|交办|转送|分派')],
  suspend: [named('suspended', '(挂起|暂停)(开始)?')],
  resume: [named('resumed', '解挂|恢复(计时|办理)?|(挂起|暂停)结束')],
  specialStart: [named('specialstart', '特别程序开始')],
  specialEnd: [named('specialend', '特别程序结束')],
  review: [named('review|reviewed|examined', '审查|审核|初审|复审')],
  decide: [
    named('decide|decided|decision|approve|approved|approval', '(作出)?(审批|许可)?决定|审批|批准|核准|审批完成'),
    named('issue|issued|issuance', '签发'),
  ],
  certify: [named('certified', '制证|出证|打证')],
  deliver: [named('deliver|delivered|delivery', '送达|领取|领证|取件|发证|寄送')],
  close: [
    named('close|closed|closing|closure', '办结|办理办结|结案|办毕'),
    named('result|complete|completed|completion|finish|finished|resolved', '完结|归档|完成|办理完成'),
    named('end|ended', '结束'),
  ],
  withdraw: [named('withdrawn|withdrew|withdrawal', '撤回|撤件|撤销申请')],
  rate: [named('assess|rated', '评价')],
}

/** Names of case attributes that hold when the clock of the case began and ended, besides those of the milestones. */
export const clockNames: Readonly<Record<'from' | 'to', RegExp>> = {
  from: /^(startdate|starttime|datestarted|开始(日期|时间))$/,
  to: /^(enddate|endtime|dateended|datefinished|结束(日期|时间))$/,
}

/** Names of columns that number the rows, where each row is a case and nothing names it. */
export const rowNumberNames = /^(序号|rowguid|rowid|rownumber)$/

/** Names under which sources keep whether a case may go first. */
export const priorityNames = /^(priority|urgent|绿色通道|优先|加急|是否优先|是否加急)$/

/** Texts that mean that a case may go first. */
export const priorityValues = /^(1|true|yes|y|high|urgent|是|优先|加急|绿色通道)$/i

/** Resources that are programs by their names. */
export const systemAccountNames =
  /^(system|admin\d*|root|robot|batch|auto.*|sys(tem)?[-_ ]?\d*|系统|系统自动|自动|定时任务|机器人.*)$/i

/** Texts that stand for nothing. */
export const missingTexts = /^(null|nil|nan|n\/a|-+|\\n)$/i

/** Names of departments and people that stand for nobody. */
export const unnamedTexts = /^(empty|unknown|none|missing|unspecified|unassigned|test|无|空|未知|未填写|未分配|测试)$/i

const special = '(特别程序|听证|专家评审|检验|检测|检疫|鉴定|现场勘验|现场核查|公示)'
const ended = '(结束|完成|完毕|恢复|终止)'

/**
 * What a procedure that stops the clock is about, in the name of an activity that begins or ends one. An office may as well do the
 * same within its time: 现场勘验 alone is an ordinary step, and stops the clock only where 现场勘验结束 starts it again.
 */
export const specialKind = new RegExp(`special|${special}`, 'i')

/** Activity names, in Chinese and English, by the canonical step they mean. Read in this order: the first match counts. */
export const stepNames: readonly (readonly [CanonicalActivity, RegExp])[] = [
  ['refuse', /不予受理|不受理|退件|refus|reject.*(application|acceptance)|inadmissible/i],
  [
    'supplementAnswer',
    /补正(材料)?(提交|完成|收到|答复)|补齐|补件(提交|完成|收到)|提交补正|supplement.*(answer|receiv|submitted)/i,
  ],
  [
    'supplementRequest',
    /补正|补件|一次性告知|supplement.*(request|notice)|request.*(additional|missing|further) (info|data|document|material)/i,
  ],
  ['specialEnd', new RegExp(`special.*end|${special}.*${ended}`, 'i')],
  ['specialStart', new RegExp(`special.*start|${special}`, 'i')],
  ['resume', /解挂|恢复(计时|办理)|重新计时|(挂起|暂停|中止)(结束|恢复|解除)|(解除|取消|终止)(挂起|暂停|中止)|resume/i],
  ['suspend', /挂起|暂停|中止|suspend|put on hold/i],
  ['extend', /延期|延长|extend|extension/i],
  ['withdraw', /撤回|撤销申请|withdraw/i],
  ['rate', /评价|满意度|^rat(e|ing)$/i],
  ['return', /退回|退办|^return/i],
  ['transfer', /转办|转交|移交|流转|分派|派单|转送|transfer|forward|hand.?over/i],
  ['submit', /^(申请|提交申请|网上申报|申报|提交|报件)$|submit|apply|application (received|submitted)/i],
  ['receive', /收件|接件|预受理|^receive|^confirmation of receipt/i],
  ['accept', /受理|^accept|case accepted/i],
  ['certify', /制证|出证|打证|制作证照|issue (licen|cert)/i],
  ['deliver', /送达|领取|发证|寄送|deliver|collect/i],
  ['close', /办结|归档|结案|完结|^close|case closed|archiv/i],
  ['decide', /决定|审批|批准|核准|签发|准予|^decide|^decision|approve/i],
  ['review', /审查|审核|初审|复审|复核|会审|^review|examin/i],
]
