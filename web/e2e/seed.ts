/** Applications in many stages, made as people make them: by requests, each by the one who may. */

import type { Schema } from '../src/api/client';
import { org, type Client, type People } from './people';

type Move = Schema['Move'];

const BEIJING = 'cn/beijing/vacated-space/usual-form';
export const EVIDENCE = ['title_deed', 'owner_consent', 'fund_application', 'industry_plan', 'operation_plan', 'no_other_fund'];

export class Seed {
  constructor(private readonly people: People, private readonly year = new Date().getFullYear()) {}

  who(name: string): Client {
    const found = this.people[name];
    if (found === undefined) throw new Error(`nobody is called ${name}`);
    return found;
  }

  private on(who: string, id: string, what: Move) {
    return this.who(who).on(id, what, this.who('city'));
  }

  async programme(): Promise<void> {
    await this.who('city').does({
      kind: 'open_programme', programme: 'vacated-space', scheme: 'cn/beijing/vacated-space', workflow: BEIJING, level: 'municipal',
      districts: ['xicheng', 'fengtai', 'chaoyang', 'shijingshan'], project_kinds: ['old_plant', 'low_efficiency_building', 'area'],
    });
    for (const [district, project_kind, amount] of [['xicheng', 'old_plant', 8_000_000_000], ['fengtai', 'low_efficiency_building', 5_500_000_000], ['chaoyang', 'old_plant', 3_000_000_000]] as const) {
      const line = `${district}-${project_kind}-${this.year}`.replaceAll('_', '-');
      await this.who('finance').does({ kind: 'open_line', line, programme: 'vacated-space', year: this.year, district, project_kind });
      await this.who('finance').does({ kind: 'propose_money', step: `s-${line}`, money: { kind: 'appropriate', line, amount } });
      await this.who('finance-2').does({ kind: 'approve_money', step: `s-${line}` });
    }
    const criteria = [{ name: '节能减碳成效', points_max: 40 }, { name: '产业与运营', points_max: 60 }];
    await this.who('city').does({ kind: 'publish_sheet', sheet: 'appraisal', version: 1, criteria });
  }

  line(): string {
    return `xicheng-old-plant-${this.year}`;
  }

  async open(id: string, title: string, space: string, yuan: number, who = 'owner'): Promise<void> {
    await this.who(who).does({
      kind: 'open_application', application: id, programme: 'vacated-space', district: 'xicheng', project_kind: 'old_plant', mode: 'investment_subsidy', title,
      parts: [{ space, owner: org(who === 'owner' ? 11 : 12), investment: yuan * 100 }], works: ['structure', 'green'], works_from: `${this.year + 1}-03-01`,
    });
  }

  async attach(who: string, id: string, kinds: readonly string[]): Promise<void> {
    for (const evidence of kinds) {
      const { sha256, bytes } = await this.who(who).keep(`${evidence} of ${id}\n`);
      await this.on(who, id, { kind: 'attach_evidence', evidence, sha256, bytes });
    }
  }

  decide(who: string, id: string, outcome: Schema['Outcome'] = 'pass', grounds = '材料齐全，符合要求') {
    return this.on(who, id, { kind: 'decide', outcome, grounds });
  }

  /** Up to the applicant's stage. */
  async reserve(id: string): Promise<void> {
    await this.attach('district', id, ['ledger_extract']);
    await this.decide('district', id);
  }

  async facts(id: string, space: string, who = 'owner'): Promise<void> {
    const facts = [
      { kind: 'structure_and_fire', space, when: 'before', structure_grade: 'III', seismic_ok: false },
      { kind: 'traffic', what: 'promised', car_places: 120, charging_places: 30 },
      { kind: 'enterprises', what: 'promised', year: this.year + 2, size: 'small', industry: 'I65', count: 12 },
    ] as unknown as Schema['Stated'][];
    const { sha256 } = await this.who(who).keep(`facts of ${id}\n`);
    for (const stated of facts) await this.on(who, id, { kind: 'state_fact', fact: { stated, source: { origin: '申报表', mark: 'R' }, evidence: sha256 } });
  }

  /** Up to the check of completeness. */
  async handIn(id: string, space: string, who = 'owner'): Promise<void> {
    await this.attach(who, id, EVIDENCE);
    await this.facts(id, space, who);
    const { sha256 } = await this.who(who).keep(`content of ${id}\n`);
    await this.on(who, id, { kind: 'submit', content: sha256 });
  }

  /** Up to the joint review. */
  async recommend(id: string): Promise<void> {
    await this.decide('district', id);
    await this.attach('district', id, ['district_recommendation']);
    await this.decide('district-2', id, 'pass', '区级审核通过，推荐申报');
  }

  async opinions(id: string, departments: readonly string[] = ['development', 'planning', 'housing', 'industry', 'fire']): Promise<void> {
    for (const who of departments) {
      const branch = who === 'development' ? 'development_reform' : who;
      await this.on(who, id, { kind: 'give_opinion', branch, agrees: true, grounds: '同意，无其他意见' });
    }
  }

  /** Through the appraisal, up to the public notice. */
  async appraise(id: string, yuan: number, soft = false): Promise<void> {
    await this.decide('city', id);
    for (const [expert, points] of [['expert', [32, 48]], ['expert-2', [30, 45]]] as const) {
      await this.on('city', id, { kind: 'appoint', user: expert, role: 'expert' });
      await this.on(expert, id, { kind: 'score', sheet: 'appraisal', version: 1, points: [...points] });
    }
    await this.attach('expert', id, ['appraisal_report']);
    const { sha256 } = await this.who('city').keep(`decision of ${id}\n`);
    await this.on('city', id, {
      kind: 'record_decision',
      decision: {
        scheme: 'cn/beijing/vacated-space', version: '2023-plan', date: `${this.year}-03-01`, met: true, mode: 'investment_subsidy',
        amount: yuan * 30, investment: yuan * 100, rate_bp: 3000, unconfirmed: soft, provisional: false, marks: soft ? ['V', 'R', 'B'] : ['V', 'R'], record: sha256,
      },
    });
    await this.decide('city', id, 'pass', '评估得分达到要求');
  }

  async notice(id: string): Promise<void> {
    const { sha256 } = await this.who('city').keep(`notice of ${id}\n`);
    await this.on('city', id, { kind: 'publish_notice', notice: sha256 });
  }
}

/** A desk in the middle of its work: one application in each of the stages that can be reached today. */
export async function seed(people: People): Promise<Seed> {
  const desk = new Seed(people);
  await desk.programme();
  const projects: [id: string, title: string, space: string, yuan: number][] = [
    ['a-001', '京华印刷厂主厂房改造', 'PUB-0001', 10_000_000],
    ['a-002', '白纸坊仓储群改造为设计产业园', 'PUB-0002', 38_500_000],
    ['a-003', '右安门服装批发市场更新', 'PUB-0003', 126_000_000],
    ['a-004', '牛街商贸楼综合节能改造', 'PUB-0004', 22_300_000],
    ['a-005', '广安门机械厂联合厂房', 'PUB-0005', 54_800_000],
    ['a-006', '天宁寺热电厂旧址改造', 'PUB-0006', 88_000_000],
    ['a-007', '马连道茶叶城三号楼', 'PUB-0007', 17_450_000.5],
    ['a-008', '一座名称很长的厂房：原第二机床厂铸造、热处理与装配联合车间及其附属办公楼、锅炉房、变电所和室外管网整体更新与绿色低碳改造示范项目（一期）', 'PUB-0008', 61_000_000],
  ];
  for (const [id, title, space, yuan] of projects) await desk.open(id, title, space, yuan);
  for (const [id] of projects.slice(1)) await desk.reserve(id);
  for (const [id, , space] of projects.slice(2)) await desk.handIn(id, space);
  for (const [id] of projects.slice(3)) await desk.recommend(id);
  await desk.opinions('a-004', ['development', 'planning']);
  for (const [id] of projects.slice(4)) await desk.opinions(id);
  for (const [id, , , yuan] of projects.slice(5)) await desk.appraise(id, yuan, id === 'a-007');
  await desk.notice('a-006');
  await desk.notice('a-008');
  return desk;
}
