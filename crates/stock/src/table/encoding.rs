use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, WINDOWS_1252};

use crate::mapping::EncodingChoice;

/// Text of a file, the encoding it was read in, and whether bytes were lost.
pub(super) struct Decoded<'b> {
    pub(super) text: Cow<'b, str>,
    pub(super) encoding: &'static Encoding,
    /// The encoding was found out, not declared.
    pub(super) guessed: bool,
    pub(super) lossy: bool,
}

/// Decodes `bytes`. A byte order mark rules; then the declared encoding; under `auto`, valid UTF-8
/// is UTF-8 and anything else is judged by its letters.
pub(super) fn decode(bytes: &[u8], choice: EncodingChoice) -> Decoded<'_> {
    let declared = match choice {
        EncodingChoice::Utf8 => Some(UTF_8),
        EncodingChoice::Gb18030 => Some(GB18030),
        EncodingChoice::Windows1252 => Some(WINDOWS_1252),
        EncodingChoice::Auto => None,
    };
    let (encoding, guessed) = match (declared, Encoding::for_bom(bytes)) {
        (_, Some((by_mark, _))) => (by_mark, false),
        (Some(declared), None) => (declared, false),
        (None, None) if std::str::from_utf8(bytes).is_ok() => (UTF_8, false),
        (None, None) => (guess(bytes), true),
    };
    let (text, encoding, lossy) = encoding.decode(bytes);
    Decoded { text, encoding, guessed, lossy }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let found = detector.guess(None, Utf8Detection::Allow);
    // GB18030 reads everything that GBK does, and the rest of Unicode.
    if found == GBK { GB18030 } else { found }
}
