/** Who is on the desk of the tests, and how they speak to it without a browser. */

import { randomUUID } from 'node:crypto';
import type { Schema } from '../src/api/client';

export const PASSWORD = 'correct horse battery';

/** A code with a right check character, made from a number. */
export function org(number: number): string {
  const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `91110000${String(number).padStart(9, '0')}`;
  let [sum, weight] = [0, 1];
  for (const char of body) {
    sum += letters.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return body + (letters[(31 - (sum % 31)) % 31] ?? '');
}

export const OFFICE = '91110000600037341L';

type Person = { user: string; organisation: string; name: string; role: Schema['Role']; district?: string; department?: string };

const ORGANISATIONS: [code: string, name: string][] = [
  [org(11), '京华工美文化发展有限公司'], [org(12), '首钢园区运营服务有限公司'], [org(2), '西城区发展和改革委员会'], [org(4), '市规划和自然资源委员会'], [org(5), '市住房和城乡建设委员会'],
  [org(6), '市经济和信息化局'], [org(7), '市消防救援总队'], [org(9), '市财政局'], [org(21), '华诚工程咨询有限公司'], [org(22), '中建科技评估中心'],
  [org(31), '北京银行城市更新支行'], [org(41), '国标节能核查有限公司'], [org(51), '市审计局'],
];

export const PEOPLE: Person[] = [
  { user: 'owner', organisation: org(11), name: '李业主', role: 'applicant' },
  { user: 'rival', organisation: org(12), name: '钱园区', role: 'applicant' },
  { user: 'district', organisation: org(2), name: '王区级', role: 'district_officer', district: 'xicheng' },
  { user: 'district-2', organisation: org(2), name: '赵复核', role: 'district_officer', district: 'xicheng' },
  { user: 'city', organisation: OFFICE, name: '陈市级', role: 'municipal_officer' },
  { user: 'city-2', organisation: OFFICE, name: '周市级', role: 'municipal_officer' },
  { user: 'development', organisation: OFFICE, name: '吴发改', role: 'department', department: 'development_reform' },
  { user: 'planning', organisation: org(4), name: '郑规划', role: 'department', department: 'planning' },
  { user: 'housing', organisation: org(5), name: '冯住建', role: 'department', department: 'housing' },
  { user: 'industry', organisation: org(6), name: '韩经信', role: 'department', department: 'industry' },
  { user: 'fire', organisation: org(7), name: '杨消防', role: 'department', department: 'fire' },
  { user: 'expert', organisation: org(21), name: '朱专家', role: 'expert' },
  { user: 'expert-2', organisation: org(22), name: '秦专家', role: 'expert' },
  { user: 'finance', organisation: org(9), name: '许财政', role: 'finance' },
  { user: 'finance-2', organisation: org(9), name: '何财政', role: 'finance' },
  { user: 'verifier', organisation: org(41), name: '吕核查', role: 'verifier' },
  { user: 'bank', organisation: org(31), name: '施银行', role: 'bank' },
  { user: 'auditor', organisation: org(51), name: '张审计', role: 'auditor' },
  { user: 'analyst', organisation: OFFICE, name: '孔分析', role: 'analyst' },
];

/** Someone who is logged in without a browser. */
export class Client {
  private token = '';

  constructor(private readonly url: string, readonly user: string, readonly role: Schema['Role']) {}

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const bytes = typeof body === 'string' ? body : JSON.stringify(body);
    const kind = typeof body === 'string' ? 'application/octet-stream' : 'application/json';
    const answer = await fetch(this.url + path, {
      method, headers: { authorization: `Bearer ${this.token}`, ...(body !== undefined && { 'content-type': kind }), ...headers }, ...(body !== undefined && { body: bytes }),
    });
    if (!answer.ok) throw new Error(`${this.user} ${method} ${path} ${bytes}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async json<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    const answer = await this.request(method, path, body, headers);
    return (answer.status === 204 ? null : await answer.json()) as T;
  }

  async login(password: string): Promise<boolean> {
    const opened = await this.json<Schema['Opened']>('POST', '/api/v1/session', { user: this.user, password });
    this.token = opened.token;
    return opened.must_change;
  }

  /** Logs in with a first password and gives itself that of everyone here. */
  async begin(first: string): Promise<void> {
    if (await this.login(first)) await this.json('POST', '/api/v1/password', { old: first, new: PASSWORD });
  }

  async does(action: Schema['Action'], expected?: number): Promise<Schema['Receipt']> {
    const tag: Record<string, string> = expected === undefined ? {} : { 'if-match': `"v${expected}"` };
    return this.json('POST', '/api/v1/commands', { role: this.role, action }, { 'idempotency-key': randomUUID(), ...tag });
  }

  async read(application: string): Promise<Schema['Whole']> {
    return this.json('GET', `/api/v1/applications/${application}`);
  }

  /** Acts on an application as it is now; `reader` is someone who may read it. */
  async on(application: string, what: Schema['Move'], reader: Client): Promise<Schema['Receipt']> {
    const { row } = await reader.read(application);
    return this.does({ kind: 'on', application, do: what }, row.version);
  }

  async keep(text: string): Promise<Schema['Kept']> {
    return this.json('POST', '/api/v1/documents', text);
  }
}

export type People = Record<string, Client>;

/** Enters everyone, with accounts and roles. */
export async function hire(url: string, admin: { user: string; password: string }): Promise<People> {
  const boss = new Client(url, admin.user, 'administrator');
  await boss.begin(admin.password);
  const people: People = { admin: boss };
  for (const [organisation, name] of ORGANISATIONS) await boss.does({ kind: 'register_organisation', organisation, name });
  for (const { user, organisation, name, role, district, department } of PEOPLE) {
    const body = { user, organisation, person: `p-${user}`, record: { name, phone: '13800001234' } };
    const account = await boss.json<Schema['NewAccount']>('POST', '/api/v1/users', body, { 'idempotency-key': randomUUID() });
    const where = { ...(district !== undefined && { district }), ...(department !== undefined && { department }) };
    await boss.does({ kind: 'grant_role', grant: `g-${user}`, user, role, from: '2024-01-01', ...where });
    people[user] = new Client(url, user, role);
    await people[user].begin(account.password ?? '');
  }
  return people;
}
