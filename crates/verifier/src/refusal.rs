//! Why a journal is refused: which check, where, what was found, what was expected.

use std::fmt;

/// A text in Chinese and English.
pub type Say = [&'static str; 2];

/// The language of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The text in this language.
    pub fn of(self, say: Say) -> &'static str {
        let [zh, en] = say;
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// The checks of `docs/journal.md`, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "named as on the page")]
pub enum Check {
    Form,
    Sequence,
    Hashes,
    People,
    Balance,
    Overrun,
    Award,
    StepOnce,
    TrancheOnce,
    FourEyes,
    DoubleFunding,
    Carbon,
    /// Of packs alone: a decision made again comes out as it was recorded.
    Decision,
}

impl Check {
    /// Every check of a journal.
    pub const ALL: [Self; 12] = [
        Self::Form,
        Self::Sequence,
        Self::Hashes,
        Self::People,
        Self::Balance,
        Self::Overrun,
        Self::Award,
        Self::StepOnce,
        Self::TrancheOnce,
        Self::FourEyes,
        Self::DoubleFunding,
        Self::Carbon,
    ];

    /// Its number on the page, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// Its name on the page.
    pub fn name(self) -> Say {
        match self {
            Self::Form => ["格式", "form"],
            Self::Sequence => ["次序", "sequence"],
            Self::Hashes => ["哈希与签名", "hashes and signatures"],
            Self::People => ["人员与角色", "people"],
            Self::Balance => ["借贷平衡", "debits = credits"],
            Self::Overrun => ["不超支", "no overrun"],
            Self::Award => ["批复额", "award"],
            Self::StepOnce => ["步骤唯一", "each step once"],
            Self::TrancheOnce => ["批次唯一", "each tranche once"],
            Self::FourEyes => ["双人复核", "four eyes"],
            Self::DoubleFunding => ["不重复资助", "no double funding"],
            Self::Carbon => ["碳账户", "carbon accounts"],
            Self::Decision => ["认定重算", "decisions made again"],
        }
    }

    /// What whoever meets the failure does next.
    pub fn remedy(self) -> Say {
        match self {
            Self::Form | Self::Sequence | Self::Hashes => [
                "请向经办机构重新索取导出文件；若仍如此，自该行起的日志不可采信，并保存两份文件",
                "ask the office for the export again; if it stays so, rely on nothing from this \
                 line on, and keep both files",
            ],
            Self::Decision => [
                "该认定不可采信；请经办机构说明，或取得作出认定的软件版本",
                "do not rely on this decision; ask the office, or take the software that made it",
            ],
            _ => [
                "自该行起的日志不可采信；请凭行号要求经办机构说明依据",
                "rely on nothing from this line on; ask the office for its grounds, by this line",
            ],
        }
    }
}

/// One failure, before it is known in which file and line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The check that failed.
    pub check: Check,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: Say,
}

/// Nothing to object to, or the first failure.
pub(crate) type Verdict<T = ()> = Result<T, Fault>;

impl Fault {
    pub(crate) fn new(check: Check, found: impl Into<String>, expected: Say) -> Self {
        Self { check, found: found.into(), expected }
    }
}

/// Fails with what is found unless `holds`.
pub(crate) fn ensure(
    holds: bool,
    check: Check,
    expected: Say,
    found: impl FnOnce() -> String,
) -> Verdict {
    if holds { Ok(()) } else { Err(Fault::new(check, found(), expected)) }
}

/// The first failure of a journal, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What is wrong.
    pub fault: Fault,
}

impl Refusal {
    /// The failure in words.
    pub fn say(&self, lang: Lang) -> String {
        let Self { file, line, fault } = self;
        let (number, name) = (fault.check.number(), lang.of(fault.check.name()));
        let (expected, remedy) = (lang.of(fault.expected), lang.of(fault.check.remedy()));
        let found = &fault.found;
        match lang {
            Lang::Zh => format!(
                "不予认可：{file} 第 {line} 行，检查 {number}（{name}）\n  实际：{found}\n  \
                 应为：{expected}\n  处理：{remedy}"
            ),
            Lang::En => format!(
                "refused: {file} line {line}, check {number} ({name})\n  found: {found}\n  \
                 expected: {expected}\n  remedy: {remedy}"
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

/// At most the first 80 characters, for messages.
pub(crate) fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
