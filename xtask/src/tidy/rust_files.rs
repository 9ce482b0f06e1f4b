//! Module documents, line and file length, switched-off tests.

use super::Finding;

/// Widest line, in characters, as in rustfmt.toml. What stands in a string does not count, as for
/// rustfmt: a sentence cut in two is harder to read and to search for.
const MAX_COLUMNS: usize = 100;

/// Widest line of code. rustfmt keeps code at [`MAX_COLUMNS`]; only what it cannot reach, the
/// bodies of macros, may go further.
const MAX_CODE_COLUMNS: usize = 140;

/// Most lines of code in a file, without blank lines, comments and its tests.
const MAX_CODE_LINES: usize = 800;

/// Findings for one Rust source file.
pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !has_document(text) {
        let message = "starts neither with //! nor with a documented item";
        findings.push(Finding::new(path, 1, message));
    }
    let in_tests = path.split('/').any(|part| part == "tests" || part == "benches");
    let code = code_lines(text);
    if !in_tests && code > MAX_CODE_LINES {
        let message = format!("{code} lines of code, at most {MAX_CODE_LINES}: is this two ideas?");
        findings.push(Finding::new(path, 0, message));
    }
    // Written in two parts, so that this file does not find itself.
    let banned = [concat!("#[ign", "ore"), concat!("tod", "o!("), concat!("unimple", "mented!(")];
    let mut in_string = false;
    for (number, line) in text.lines().enumerate() {
        let columns = columns(line, &mut in_string);
        let most = if line.trim_start().starts_with("//") { MAX_COLUMNS } else { MAX_CODE_COLUMNS };
        if columns > most {
            let message = format!("{columns} columns, at most {most}");
            findings.push(Finding::new(path, number + 1, message));
        }
        for word in banned {
            if line.contains(word) {
                findings.push(Finding::new(path, number + 1, format!("{word} has no place here")));
            }
        }
    }
    findings
}

/// Characters of a line without the contents of its strings. `in_string` says whether the line
/// before ended inside one, with a backslash, and is set for the next.
fn columns(line: &str, in_string: &mut bool) -> usize {
    let (mut count, mut escaped) = (0, false);
    for letter in line.chars() {
        let is_quote = letter == '"' && !escaped;
        escaped = *in_string && letter == '\\' && !escaped;
        count += usize::from(is_quote || !*in_string);
        *in_string ^= is_quote;
    }
    *in_string &= line.ends_with('\\');
    count
}

/// Whether the file says what it is for: `//!` before all else, or a first item with `///`.
fn has_document(text: &str) -> bool {
    let mut in_use = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("//!") || line.starts_with("///") {
            return true;
        }
        let is_use = line.starts_with("use ") || line.starts_with("pub use ");
        let is_mod =
            (line.starts_with("mod ") || line.starts_with("pub mod ")) && line.ends_with(';');
        let is_frame = line.is_empty() || line.starts_with("//") || line.starts_with('#');
        if in_use || is_use {
            in_use = !line.ends_with(';');
        } else if !is_mod && !is_frame {
            return false;
        }
    }
    // Nothing but imports and modules: as in a file of re-exports.
    false
}

/// Lines that hold code, up to the unit tests at the end.
fn code_lines(text: &str) -> usize {
    let is_code = |line: &&str| !line.is_empty() && !line.starts_with("//");
    let before_tests = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    before_tests.lines().map(str::trim).filter(is_code).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_a_module_comment_or_a_documented_first_item() {
        assert!(has_document("//! What it is.\nuse x;"));
        assert!(has_document("#![no_std]\n//! What it is."));
        assert!(has_document(
            "use std::{\n  a,\n  b,\n};\n\nmod c;\n/// What it is.\npub struct A;"
        ));
        assert!(!has_document("use std::a;\npub struct A;\n/// Too late.\nstruct B;"));
        assert!(!has_document("// A plain comment.\nfn a() {}"));
        assert!(!has_document(""));
    }

    #[test]
    fn lengths_and_banned_words_are_found() {
        let good = "//! D.\nfn a() {}\n";
        assert_eq!(check("crates/x/src/a.rs", good), []);

        let wide = format!("//! D.\n// {}", "字".repeat(98));
        assert_eq!(check("a.rs", &wide)[0].line, 2);
        let words = "字".repeat(98);
        let sentence = format!("//! D.\nlet a = \"{words}\\\" b \\\n    {words}\";");
        assert_eq!(check("a.rs", &sentence), []);
        let off = format!("//! D.\n    {}]\n    fn a() {{}}", concat!("#[ign", "ore"));
        assert_eq!(check("a.rs", &off)[0].line, 2);

        let long = format!("//! D.\n{}", "let a = 1;\n".repeat(801));
        assert_eq!(check("crates/x/src/a.rs", &long).len(), 1);
        assert_eq!(check("crates/x/tests/all/a.rs", &long), []);
        let tested = format!("//! D.\nfn a() {{}}\n\n#[cfg(test)]\nmod tests {{\n{long}}}");
        assert_eq!(check("crates/x/src/a.rs", &tested), []);
    }
}
