//! Why a use case ended without its result.

use std::path::PathBuf;

use units::{Diagnostic, Text};

/// Why a use case ended without its result. Nothing that was stored before is changed by one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// An input file cannot be used as a whole; every reason is listed.
    #[error("{} remark(s) on the input", .0.len())]
    Input(Vec<Diagnostic>),
    /// No file, or no permission to read it.
    #[error("cannot read {path}: {cause}")]
    Unreadable {
        /// The file as the user named it.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The rules cannot be applied: unknown scheme, or none in force on the day.
    #[error("{}", .0.en)]
    Rules(Text),
    /// A request that makes no sense, such as a negative budget.
    #[error("{}", .0.en)]
    Request(Text),
    /// A result cannot be written.
    #[error("cannot write {path}: {cause}")]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What failed.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The state file cannot be opened, read or written; it is left as it was.
    #[error("state file {path}: {cause}")]
    Store {
        /// The state file.
        path: PathBuf,
        /// What the database said.
        cause: String,
    },
}

impl Failure {
    /// Exit status of the command line: 2 request, 3 input, 4 rules, 5 output or state.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Request(_) => 2,
            Self::Input(_) | Self::Unreadable { .. } => 3,
            Self::Rules(_) => 4,
            Self::Unwritable { .. } | Self::Store { .. } => 5,
        }
    }

    /// What happened, what was kept and what to do, in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::Input(all) => Text::new(
                format!("输入文件无法使用，共 {} 处问题；已有数据未改动", all.len()),
                format!(
                    "the input cannot be used, {} remark(s) below; existing data is unchanged",
                    all.len()
                ),
            ),
            Self::Unreadable { path, cause } => Text::new(
                format!(
                    "无法读取文件 {}（{cause}）；请检查路径和权限；已有数据未改动",
                    path.display()
                ),
                format!(
                    "cannot read {} ({cause}); check the path and its permissions; \
                     existing data is unchanged",
                    path.display()
                ),
            ),
            Self::Rules(text) | Self::Request(text) => text.clone(),
            Self::Unwritable { path, cause } => Text::new(
                format!("无法写入 {}（{cause}）；请检查磁盘空间和权限", path.display()),
                format!(
                    "cannot write {} ({cause}); check free space and permissions",
                    path.display()
                ),
            ),
            Self::Store { path, cause } => Text::new(
                format!(
                    "状态文件 {} 无法使用（{cause}）；文件未改动；请换一个路径，或恢复备份",
                    path.display()
                ),
                format!(
                    "state file {} cannot be used ({cause}); it is unchanged; \
                     choose another path or restore a copy",
                    path.display()
                ),
            ),
        }
    }

    /// The remarks on the input, if that is what failed.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Input(all) => all,
            _ => &[],
        }
    }
}
