//! What a command is answered: a receipt, or why there is none.

use std::ops::Range;

use programme::Refusal;
use programme::ids::Digest;
use units::Text;

/// The answer to a command that was carried out: its events are on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The numbers of its events.
    pub events: Range<u64>,
    /// Whether it had been carried out before; nothing was done again.
    pub repeated: bool,
    /// How many events the journal had when it was answered.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

/// Why a command has no receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// It was refused under the rules; nothing happened.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// The database did not confirm that it was kept. Sent again under the same id, it is done
    /// once.
    #[error("not kept: {cause}; send it again under the same id")]
    NotKept {
        /// What the database said.
        cause: String,
    },
    /// The desk is closed.
    #[error("the desk is closed")]
    Closed,
}

impl SubmitError {
    /// What is wrong and what to do, in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::Refused(refusal) => {
                let Refusal { text, remedy, .. } = &**refusal;
                Text::new(
                    format!("{}；{}", text.zh, remedy.zh),
                    format!("{}; {}", text.en, remedy.en),
                )
            }
            Self::NotKept { .. } => Text::new(
                "未能确认已保存；请以同一编号重新提交，不会重复办理",
                "it could not be confirmed as kept; send it again under the same id: it is done once",
            ),
            Self::Closed => Text::new("系统正在关闭，请稍后再试", "the desk is closing; try later"),
        }
    }
}
