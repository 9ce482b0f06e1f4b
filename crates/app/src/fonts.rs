//! Where the system keeps the Chinese fonts that paper is set in.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use units::Text;

use crate::failure::Failure;

/// Folders of fonts on Linux, macOS and Windows; those below the home folder come first.
const FOLDERS: [&str; 4] =
    ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];
/// The same below the home folder.
const HOME_FOLDERS: [&str; 3] = [".local/share/fonts", ".fonts", "Library/Fonts"];
/// How names of the files of the sans begin: Debian's and Adobe's releases, and Google's.
pub(crate) const SANS: &[&str] = &["NotoSansCJK", "NotoSansSC", "SourceHanSans"];
/// The same of the sans and the serif, which letters are set in.
pub(crate) const SANS_AND_SERIF: &[&str] = &[
    "NotoSansCJK",
    "NotoSansSC",
    "SourceHanSans",
    "NotoSerifCJK",
    "NotoSerifSC",
    "SourceHanSerif",
];
/// Weights that paper uses, as file names end.
const WEIGHTS: [&str; 2] = ["Regular", "Bold"];
/// Folders of fonts are two or three deep; a loop of links ends here.
const DEPTH: u8 = 6;

/// The bytes of the files of Chinese designs, regular and bold, whose names begin as `designs` say,
/// from `folder` or else from the first of the usual folders that has any.
///
/// # Errors
///
/// [`Failure::Request`] with the remedy where there is none, [`Failure::Unreadable`] where a file
/// was found and cannot be read.
pub(crate) fn chinese_fonts(
    folder: Option<&Path>,
    designs: &[&str],
) -> Result<Vec<Vec<u8>>, Failure> {
    let folders = folder.map_or_else(usual_folders, |folder| vec![folder.to_owned()]);
    let found =
        folders.iter().map(|folder| files_of(folder, designs)).find(|files| !files.is_empty());
    let Some(files) = found else { return Err(none_in(&folders)) };
    let read =
        |path: PathBuf| std::fs::read(&path).map_err(|cause| Failure::Unreadable { path, cause });
    files.into_iter().map(read).collect()
}

fn usual_folders() -> Vec<PathBuf> {
    let home = std::env::home_dir();
    let of_home = home.iter().flat_map(|home| HOME_FOLDERS.map(|name| home.join(name)));
    of_home.chain(FOLDERS.map(PathBuf::from)).collect()
}

fn none_in(folders: &[PathBuf]) -> Failure {
    let places: Vec<_> = folders.iter().map(|path| path.display().to_string()).collect();
    Failure::Request(Text::new(
        format!(
            "没有找到中文字体（思源黑体，Noto Sans CJK SC），找过：{}。请安装 Debian 软件包 \
             fonts-noto-cjk，或指明放有 NotoSansCJK-Regular.ttc 的文件夹。",
            places.join("、")
        ),
        format!(
            "no Chinese font (Noto Sans CJK SC) was found in: {}. Install the Debian package \
             fonts-noto-cjk, or name the folder that holds NotoSansCJK-Regular.ttc.",
            places.join(", ")
        ),
    ))
}

/// Files of the designs below a folder, in the order of their paths.
fn files_of(folder: &Path, designs: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, designs, DEPTH, &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, designs: &[&str], depth: u8, files: &mut Vec<PathBuf>) {
    // A folder that is not there, or that we may not list, holds no font for us.
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            if depth > 0 {
                collect(&path, designs, depth - 1, files);
            }
        } else if is_wanted(&path, designs) {
            files.push(path);
        }
    }
}

fn is_wanted(path: &Path, designs: &[&str]) -> bool {
    let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let kind = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    ["ttc", "otf", "ttf"].iter().any(|known| kind.eq_ignore_ascii_case(known))
        && designs.iter().any(|name| stem.starts_with(name))
        && WEIGHTS.iter().any(|weight| stem.ends_with(&format!("-{weight}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_a_folder_are_found_in_its_folders_and_only_those() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("opentype/noto");
        std::fs::create_dir_all(&inner).expect("made");
        for (name, bytes) in [
            ("NotoSansCJK-Regular.ttc", "r"),
            ("NotoSansCJK-Bold.ttc", "b"),
            ("NotoSerifCJK-Bold.ttc", "s"),
            ("NotoSansCJK-Bold.txt", "t"),
        ] {
            std::fs::write(inner.join(name), bytes).expect("written");
        }
        let found = chinese_fonts(Some(folder.path()), SANS).expect("fonts");
        assert_eq!(found, [b"b", b"r"]);
        let both = chinese_fonts(Some(folder.path()), SANS_AND_SERIF).expect("fonts");
        assert_eq!(both, [b"b", b"r", b"s"]);
    }

    #[test]
    fn an_empty_folder_is_answered_with_the_remedy() {
        let folder = tempfile::tempdir().expect("a folder");
        let failure = chinese_fonts(Some(folder.path()), SANS).expect_err("no fonts");
        let text = failure.text();
        assert!(text.zh.contains("fonts-noto-cjk") && text.en.contains("fonts-noto-cjk"));
    }
}
