//! Why a command was not carried out. A refusal changes nothing and can be read by a person.

use std::fmt;

use serde::Serialize;
use units::Text;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        /// A stable word for the kind of refusal.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// What the user can do.
            pub fn remedy(self) -> Text {
                match self {
                    $(Self::$name => Text::new($zh, $en),)*
                }
            }
        }
    };
}

codes! {
    /// The clock's moment is out of range.
    BadMoment: "校正服务器时钟", "correct the server's clock";
    /// The id was used for another command.
    CommandReused: "用新的编号重新提交", "send it again under a new id";
    /// The desk has no office yet, or has one already.
    NotFounded: "先由首位管理员建立机构", "found the desk first, once";
    /// The account is not known.
    UnknownUser: "请管理员开通账号", "ask the administrator for an account";
    /// The actor does not hold the role on this day.
    RoleNotHeld: "以所持角色办理，或请管理员授权", "act in a role that you hold, or ask the administrator for it";
    /// The role may not do this, or not for this application.
    NotAllowed: "由有权的人员办理", "leave it to someone who may";
    /// The actor has an interest in the matter.
    ConflictOfInterest: "回避，由无利害关系的人员办理", "stand back; someone without an interest must act";
    /// Proposer and approver must be different persons.
    FourEyes: "由另一人审批", "let another person approve";
    /// There is no such thing.
    Unknown: "核对编号", "check the id";
    /// There is one of this name already.
    Exists: "换一个编号", "choose another id";
    /// A value is out of its range.
    OutOfRange: "按要求改正", "correct the value";
    /// The command does not say which version its user saw.
    VersionMissing: "附上所见版本号", "say which version you saw";
    /// The thing has changed since the user saw it.
    VersionStale: "重新读取后再办理", "read it again, then decide";
    /// The application is suspended.
    Suspended: "先恢复办理", "resume it first";
    /// The application has ended.
    Ended: "已结束，不再办理", "it has ended";
    /// The application is in another stage.
    WrongStage: "待进入相应环节再办理", "wait for the stage in which this is done";
    /// The stage has no such outcome.
    NoSuchMove: "选择此环节允许的结果", "choose an outcome that the stage has";
    /// Something that the stage asks for is missing.
    Incomplete: "补齐所列各项", "supply what is listed";
    /// It was done already.
    Done: "无需重复办理", "nothing is left to do";
    /// The workflow's file is not the one that the programme goes by.
    WorkflowChanged: "由市级经办采用新的工作流程，或恢复原文件", "let a municipal officer adopt the changed workflow, or restore its file";
    /// The calendar has no data for the year.
    CalendarMissing: "补充该年节假日数据", "add the year's public holidays to the calendar";
    /// A notice, appeal or support period has run out, or not yet.
    OutOfTime: "核对期限", "check the period";
    /// The decision does not carry a final letter.
    NotFirm: "由负责人对照原文核对参数后重新认定", "have the parameters confirmed against the original, then decide again";
    /// Another fund pays, or may pay, for the same works.
    DoubleFunding: "核查重复；确非同一工程的写明理由予以排除", "look into the duplicate; clear it with reasons if the works are not the same";
    /// The account has not so much.
    Overrun: "减少金额，或先增加预算", "lower the sum, or raise the budget first";
    /// What the proposal was made for has changed.
    AmountChanged: "退回后重新提出", "turn it down and propose it again";
    /// The step waits for another one.
    StepOpen: "先办结未完成的资金步骤", "finish the open money step first";
    /// The same reduction, building or unit would count twice.
    CountedTwice: "核对期间、种类、空间或序列号；已有记录有误的先冲销", "check period, kind, space or serial numbers; reverse the record that stands, if it is wrong";
    /// The days lie outside the boundary, as after a sale.
    OutsideBoundary: "按交接日改正期间，或登记相应边界", "correct the days by the handover, or enter the boundary";
    /// Something is to be offset before the planned reduction was made.
    ReduceFirst: "先完成计划的减排并经核查，再抵消其余排放", "make the planned reduction and have it verified, then offset the rest";
    /// Nothing can be paid, given back or demanded.
    NothingToMove: "无需办理", "there is nothing to move";
}

/// A command that was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The kind, stable over versions.
    pub code: Code,
    /// What is wrong.
    pub text: Text,
    /// What the user can do.
    pub remedy: Text,
}

impl Refusal {
    pub(crate) fn new(code: Code, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, text: Text::new(zh, en), remedy: code.remedy() }
    }

    /// There is no `what` of this name.
    pub(crate) fn unknown(zh: &str, en: &str, id: &impl fmt::Display) -> Self {
        Self::new(
            Code::Unknown,
            format!("没有编号为 {id} 的{zh}"),
            format!("there is no {en} {id}"),
        )
    }

    /// There is a `what` of this name already.
    pub(crate) fn exists(zh: &str, en: &str, id: &impl fmt::Display) -> Self {
        Self::new(Code::Exists, format!("{zh} {id} 已存在"), format!("{en} {id} exists"))
    }

    /// `what` is out of its range.
    pub(crate) fn range(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(Code::OutOfRange, zh, en)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.text.en, self.remedy.en)
    }
}

impl std::error::Error for Refusal {}
