//! What the command prints, in Chinese, English or JSON.

use serde_json::json;
use verifier::{Accepted, Failure, Lang, Packed, Refusal, encode};

/// What came of a check.
pub(crate) enum Answer {
    Journal(Box<Accepted>),
    Inclusion { index: u64, of: u64, is_signed: bool },
    Consistency { old: u64, new: u64, is_signed: bool },
    Pack(Packed),
    Refused(Refusal),
    Unreadable(String),
}

/// The buckets in Chinese, in the order of the page.
const BUCKETS_ZH: [&str; 8] =
    ["预算", "可用", "预留", "已批复", "已拨付", "应追缴", "已缴回", "已核销"];

impl Answer {
    pub(crate) fn of_failure(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => Self::Refused(refusal),
            Failure::Read(error) => Self::Unreadable(error.to_string()),
        }
    }

    /// The exit status.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Journal(_)
            | Self::Inclusion { .. }
            | Self::Consistency { .. }
            | Self::Pack(_) => 0,
            Self::Refused(_) => 1,
            Self::Unreadable(_) => 2,
        }
    }

    pub(crate) fn json(&self) -> String {
        let value = match self {
            Self::Journal(accepted) => {
                let fen: serde_json::Map<_, _> = accepted
                    .sums_fen
                    .iter()
                    .map(|(name, sum)| ((*name).to_owned(), json!(sum.to_string())))
                    .collect();
                json!({
                    "accepted": true,
                    "events": accepted.events,
                    "root": encode(&accepted.root),
                    "suite": accepted.suite.name(),
                    "signed": accepted.signed,
                    "unsigned": accepted.events.saturating_sub(accepted.signed),
                    "applications": accepted.applications,
                    "fen": fen,
                    "carbon": {
                        "accounts": accepted.carbon.accounts,
                        "reduced_g": accepted.carbon.reduced_g.to_string(),
                        "units_entered": accepted.carbon.units_entered.to_string(),
                        "units_retired": accepted.carbon.units_retired.to_string(),
                        "units_used": accepted.carbon.units_used.to_string(),
                    },
                })
            }
            Self::Inclusion { index, of, is_signed } => {
                json!({"accepted": true, "index": index, "events": of, "signed": is_signed})
            }
            Self::Consistency { old, new, is_signed } => {
                json!({"accepted": true, "older": old, "newer": new, "signed": is_signed})
            }
            Self::Pack(pack) => json!({
                "accepted": true,
                "application": pack.application,
                "events": pack.events,
                "documents": pack.documents,
                "decisions": pack.decisions,
                "size": pack.size,
                "signed": pack.is_signed,
            }),
            Self::Refused(Refusal { file, line, fault }) => {
                let [expected_zh, expected_en] = fault.expected;
                let [remedy_zh, remedy_en] = fault.check.remedy();
                json!({
                    "accepted": false,
                    "file": file,
                    "line": line,
                    "check": fault.check.number(),
                    "name": Lang::En.of(fault.check.name()),
                    "found": fault.found,
                    "expected": {"zh": expected_zh, "en": expected_en},
                    "remedy": {"zh": remedy_zh, "en": remedy_en},
                })
            }
            Self::Unreadable(error) => json!({"error": error}),
        };
        value.to_string()
    }

    /// In words; `has_keys` tells whether any key was trusted.
    pub(crate) fn say(&self, lang: Lang, has_keys: bool) -> String {
        let text = match self {
            Self::Journal(accepted) => journal(accepted, lang),
            Self::Inclusion { index, of, .. } => lang_text(
                lang,
                format!("认可：该事件是检查点 {of} 个事件中的第 {index} 号（从 0 起）"),
                format!("accepted: the event is number {index} (from 0) of the checkpoint's {of}"),
            ),
            Self::Consistency { old, new, .. } => lang_text(
                lang,
                format!("认可：{new} 个事件以旧检查点的 {old} 个事件开头，未作改动"),
                format!("accepted: the {new} events begin with the older {old}, unchanged"),
            ),
            Self::Pack(pack) => {
                let Packed { application, events, documents, decisions, size, .. } = pack;
                lang_text(
                    lang,
                    format!(
                        "认可：申请 {application} 的 {events} 个事件都在检查点的 {size} 个事件之中，\
                         {documents} 份文件未改，{decisions} 项认定重算结果相同"
                    ),
                    format!(
                        "accepted: all {events} events of application {application} are among the \
                         checkpoint's {size}, {documents} documents are unchanged, {decisions} \
                         decisions made again come out the same"
                    ),
                )
            }
            Self::Refused(refusal) => return refusal.say(lang),
            Self::Unreadable(error) => {
                return lang_text(
                    lang,
                    format!("无法读取：{error}"),
                    format!("cannot read: {error}"),
                );
            }
        };
        let unsigned = [
            "\n注意：没有给出可信密钥（--key），未核对任何签名",
            "\nnote: no trusted key was given (--key), so no signature was checked",
        ];
        if has_keys { text } else { text + lang.of(unsigned) }
    }
}

fn journal(accepted: &Accepted, lang: Lang) -> String {
    let Accepted { events, signed, applications, .. } = accepted;
    let (unsigned, root) = (events.saturating_sub(*signed), encode(&accepted.root));
    let suite = accepted.suite.name();
    let sums: Vec<String> = BUCKETS_ZH
        .iter()
        .zip(&accepted.sums_fen)
        .map(|(zh, (en, fen))| format!("  {} {}", lang.of([zh, en]), yuan(*fen)))
        .collect();
    let sums = sums.join("\n");
    let verifier::CarbonSums { accounts, reduced_g, units_entered, units_retired, units_used } =
        accepted.carbon;
    lang_text(
        lang,
        format!(
            "认可：12 项检查全部通过\n事件 {events}（已签名 {signed}，未签名 {unsigned}）\n根哈希 \
             {root}（{suite}）\n申请 {applications}\n资金（元）\n{sums}\n碳账户 {accounts}：核查减排量 {reduced_g} 克；核证单位登记 {units_entered}，\
             使用 {units_used}，其中注销抵消 {units_retired}"
        ),
        format!(
            "accepted: all 12 checks hold\nevents {events} (signed {signed}, unsigned \
             {unsigned})\nroot hash {root} ({suite})\napplications {applications}\nmoney (yuan)\n{sums}\ncarbon \
             accounts {accounts}: verified reductions {reduced_g} g; issued units {units_entered} \
             entered, {units_used} used, {units_retired} of them to offset"
        ),
    )
}

fn lang_text(lang: Lang, zh: String, en: String) -> String {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Fen as yuan with two decimals.
fn yuan(fen: i128) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}
