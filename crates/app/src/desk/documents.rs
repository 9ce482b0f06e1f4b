//! Documents on the disk, each under the hash of its bytes; the journal holds the hashes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use programme::Suite;
use programme::ids::Digest;
use serde::Serialize;
use units::Text;

/// The folder below that of the desk.
pub(super) const DOCUMENTS: &str = "documents";
/// The folder below it where documents grow.
const GROWING: &str = "part";

/// What a document is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// PDF.
    Pdf,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
    /// An XLSX workbook.
    Xlsx,
    /// A DOCX text.
    Docx,
    /// Plain text in UTF-8, CSV among it.
    Text,
}

impl DocumentKind {
    /// The kind of these bytes; `None` of what is no document that the desk takes.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'P', b'K', 3, 4, ..] => zipped(bytes),
            _ => {
                let text = std::str::from_utf8(bytes).ok()?;
                let misplaced =
                    |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
                (!text.is_empty() && !text.contains(misplaced)).then_some(Self::Text)
            }
        }
    }

    /// The media type under which it is served.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

/// The kind of a ZIP file, by the part that names it: both Office kinds list their parts by name.
fn zipped(bytes: &[u8]) -> Option<DocumentKind> {
    let has = |name: &str| memchr::memmem::find(bytes, name.as_bytes()).is_some();
    match (has("[Content_Types].xml"), has("xl/workbook"), has("word/document")) {
        (true, true, false) => Some(DocumentKind::Xlsx),
        (true, false, true) => Some(DocumentKind::Docx),
        _ => None,
    }
}

/// A document that is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stored {
    /// The digest of its bytes by the desk's suite, by which it is read again and named in events.
    pub sha256: Digest,
    /// How many bytes it has.
    pub bytes: u64,
    /// What it is.
    pub kind: DocumentKind,
}

/// Why a document was not kept or cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// It is greater than the desk takes.
    #[error("{bytes} bytes; at most {most} are taken")]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
    },
    /// Its bytes are of no kind that the desk takes.
    #[error("no PDF, PNG, JPEG, XLSX, DOCX or plain text in UTF-8")]
    UnknownKind,
    /// Its bytes are of another kind than its sender said.
    #[error("sent as {said}, but its bytes are {found}")]
    OtherKind {
        /// The media type that it was sent as.
        said: String,
        /// The media type of its bytes.
        found: &'static str,
    },
    /// There is no document with this hash.
    #[error("there is no document {0}")]
    Missing(Digest),
    /// Its bytes on the disk have another hash than its name.
    #[error("document {0} was changed on the disk")]
    Changed(Digest),
    /// The disk failed.
    #[error("the disk failed: {0}")]
    Disk(#[from] io::Error),
}

impl DocumentError {
    /// What is wrong and what to do, in both languages.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::TooLarge { bytes, most } => {
                format!("文件 {bytes} 字节，上限为 {most} 字节；请压缩或拆分")
            }
            Self::UnknownKind => {
                "不是 PDF、PNG、JPEG、XLSX、DOCX 或 UTF-8 文本；请转换后再上传".to_owned()
            }
            Self::OtherKind { said, found } => {
                format!("声明类型为 {said}，内容却是 {found}；请核对文件")
            }
            Self::Missing(digest) => format!("没有哈希为 {digest} 的文件；请核对"),
            Self::Changed(digest) => format!("文件 {digest} 已被改动；请从备份恢复"),
            Self::Disk(cause) => format!("磁盘错误（{cause}）；请稍后重试"),
        };
        let remedy = match self {
            Self::TooLarge { .. } => "make it smaller or split it",
            Self::UnknownKind => "convert it and send it again",
            Self::OtherKind { .. } => "check the file",
            Self::Missing(_) => "check the hash",
            Self::Changed(_) => "restore it from a backup",
            Self::Disk(_) => "try again later",
        };
        Text::new(zh, format!("{self}; {remedy}"))
    }
}

/// The documents of a desk; its calls block.
#[derive(Clone, Debug)]
pub struct Documents {
    folder: Arc<Path>,
    bytes_max: usize,
    suite: Suite,
    /// Numbers the documents that grow at the same time.
    growing: Arc<AtomicU64>,
}

impl Documents {
    pub(super) fn new(desk: &Path, bytes_max: usize, suite: Suite) -> Self {
        let folder = desk.join(DOCUMENTS).into();
        Self { folder, bytes_max, suite, growing: Arc::default() }
    }

    /// Keeps a document; `said` is the media type that it was sent as, if one was. The same bytes
    /// again change nothing. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`DocumentError`]; nothing is kept then.
    pub fn put(&self, bytes: &[u8], said: Option<&str>) -> Result<Stored, DocumentError> {
        if bytes.len() > self.bytes_max {
            let most = self.bytes_max;
            return Err(DocumentError::TooLarge { bytes: bytes.len(), most });
        }
        let kind = DocumentKind::of(bytes).ok_or(DocumentError::UnknownKind)?;
        if let Some(said) = said
            && !fits(said, kind)
        {
            let (said, found) = (said.chars().take(80).collect(), kind.media_type());
            return Err(DocumentError::OtherKind { said, found });
        }
        let sha256 = self.suite.digest(bytes);
        let stored = Stored { sha256, bytes: bytes.len() as u64, kind };
        let path = self.path(sha256);
        if !path.exists() {
            self.write(&path, bytes)?;
        }
        Ok(stored)
    }

    /// The bytes of a document, which have the hash that they are named by.
    ///
    /// # Errors
    /// [`DocumentError::Missing`], [`DocumentError::Changed`], [`DocumentError::Disk`].
    pub fn get(&self, sha256: Digest) -> Result<Vec<u8>, DocumentError> {
        let bytes = fs::read(self.path(sha256)).map_err(|cause| match cause.kind() {
            io::ErrorKind::NotFound => DocumentError::Missing(sha256),
            _ => DocumentError::Disk(cause),
        })?;
        if self.suite.digest(&bytes) == sha256 {
            Ok(bytes)
        } else {
            Err(DocumentError::Changed(sha256))
        }
    }

    /// How many there are, once each has the hash that it is named by.
    ///
    /// # Errors
    /// [`DocumentError::Changed`] with the first that has not, [`DocumentError::Disk`].
    pub(super) fn check(&self) -> Result<usize, DocumentError> {
        let mut count = 0;
        for path in paths(&self.folder)? {
            let shelf = path.parent().and_then(Path::file_name).unwrap_or_default();
            let rest = path.file_name().unwrap_or_default();
            let name = format!("{}{}", shelf.to_string_lossy(), rest.to_string_lossy());
            // What bears no hash as its name was not put there by a desk.
            if let Some(sha256) = Digest::from_hex(&name) {
                self.get(sha256)?;
                count += 1;
            }
        }
        Ok(count)
    }

    fn path(&self, sha256: Digest) -> PathBuf {
        let name = sha256.to_string();
        let (first, rest) = name.split_at(2);
        self.folder.join(first).join(rest)
    }

    /// Writes a document beside the others and moves it among them once it is on the disk.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let number = self.growing.fetch_add(1, Ordering::Relaxed);
        let growing = self.folder.join(GROWING);
        fs::create_dir_all(&growing)?;
        let part = growing.join(format!("{}-{number}", std::process::id()));
        let parent = path.parent().unwrap_or(path);
        let put = || {
            let mut options = OpenOptions::new();
            let mut file = options.write(true).create(true).truncate(true).open(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::create_dir_all(parent)?;
            // The same name has the same bytes, so that nothing else can be replaced.
            fs::rename(&part, path)?;
            File::open(parent)?.sync_all()?;
            File::open(&self.folder)?.sync_all()
        };
        let done = put();
        if done.is_err() {
            // It is of no use any more.
            let _ = fs::remove_file(&part);
        }
        done
    }
}

/// The files of a folder of documents, without those that still grow; none where there is none.
///
/// # Errors
/// What the disk says.
pub(super) fn paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let shelves = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        shelves => shelves?,
    };
    let mut paths = Vec::new();
    for shelf in shelves {
        let shelf = shelf?;
        if shelf.file_name() != GROWING {
            for document in fs::read_dir(shelf.path())? {
                paths.push(document?.path());
            }
        }
    }
    Ok(paths)
}

/// Whether a media type that a sender gave is one of this kind.
fn fits(said: &str, kind: DocumentKind) -> bool {
    let said = said.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    match kind {
        DocumentKind::Text => matches!(said.as_str(), "text/plain" | "text/csv"),
        other => said == other.media_type(),
    }
}
