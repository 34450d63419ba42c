import type { EventPerson } from '@zhengfeng/contract'

const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许']
const given = [...'甲乙丙丁戊己庚辛壬癸']
const trades = ['商贸', '餐饮', '建材', '科技', '物流', '农业', '文化', '机械']

/**
 * An applicant who does not exist: 某 stands for the name, and no telephone number in China begins with 100 and has eleven digits.
 *
 * @param number of the applicant in the province, below one million
 */
export function personOf(number: number, isBusiness: boolean): EventPerson {
  const phone = `100${String(number).padStart(8, '0')}`
  if (isBusiness) return { name: `沙盒${trades[number % trades.length]}有限公司（${number}号）`, phone }
  const surname = surnames[number % surnames.length]!
  return { name: `${surname}某${given[Math.floor(number / surnames.length) % given.length]}`, phone }
}
