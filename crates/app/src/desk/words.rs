//! What a search looks into, and what it looks for: texts in one form, words of the query in the
//! same one.

use std::collections::BTreeMap;
use std::ops::Bound;

use memchr::memmem;
use programme::ids::ApplicationId;
use programme::state::State;

/// Texts in the form in which words are found: a space before every word, small letters, marks
/// left out, full-width letters as plain ones. A run of Chinese characters is a word; so is a run
/// of other letters and digits.
pub(super) fn folded<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut folded = String::new();
    for text in texts {
        let mut before = None;
        for letter in text.chars().map(stock::half_width) {
            let kind = letter.is_alphanumeric().then(|| is_ideograph(letter));
            if kind.is_some() {
                if kind != before {
                    folded.push(' ');
                }
                folded.extend(letter.to_lowercase());
            }
            before = kind;
        }
    }
    folded
}

/// Characters that are written without spaces between words.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What is looked for: every word of it has to be there. Chinese words are found anywhere, others
/// where a word begins.
pub(super) struct Query {
    /// The longest first, which is the rarest as a rule.
    words: Vec<String>,
}

impl Query {
    /// The words of a text; none in one of marks alone, which finds nothing.
    pub(super) fn of(text: &str) -> Self {
        let mut words: Vec<String> = folded([text])
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| match word.chars().next().is_some_and(is_ideograph) {
                true => word.to_owned(),
                false => format!(" {word}"),
            })
            .collect();
        words.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        Self { words }
    }

    /// The longest word, by which candidates are found.
    pub(super) fn longest(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }

    /// Whether a folded text has every word.
    pub(super) fn is_in(&self, folded: &[u8]) -> bool {
        !self.words.is_empty()
            && self.words.iter().all(|word| memmem::find(folded, word.as_bytes()).is_some())
    }
}

/// The folded texts of all applications.
#[derive(Default)]
pub(crate) struct ApplicationWords(BTreeMap<ApplicationId, String>);

impl ApplicationWords {
    /// Those of every application of `state`.
    pub(super) fn of(state: &State) -> Self {
        let mut words = Self::default();
        for id in state.applications().keys() {
            words.put(state, id);
        }
        words
    }

    /// Takes in what `state` says of an application.
    pub(super) fn put(&mut self, state: &State, id: &ApplicationId) {
        let Some(one) = state.applications().get(id) else { return };
        let people = state.people();
        let name = |code| people.organisation(code).map_or("", |known| known.name.as_str());
        let texts = [
            one.id.as_str(),
            one.title.as_str(),
            one.applicant.as_str(),
            name(&one.applicant),
            one.beneficiary.as_str(),
            name(&one.beneficiary),
            one.district.as_str(),
            one.project_kind.as_str(),
        ];
        let spaces = one.parts.iter().map(|part| part.space.as_str());
        self.0.insert(id.clone(), folded(texts.into_iter().chain(spaces)));
    }

    /// The applications with every word of a query, in the order of their ids, behind `after`.
    pub(super) fn find<'a>(
        &'a self,
        query: &'a Query,
        after: Option<&ApplicationId>,
    ) -> impl Iterator<Item = &'a ApplicationId> {
        let from = after.map_or(Bound::Unbounded, |id| Bound::Excluded(id.clone()));
        let behind = self.0.range((from, Bound::Unbounded));
        behind.filter(|(_, words)| query.is_in(words.as_bytes())).map(|(id, _)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, query: &str) -> bool {
        Query::of(query).is_in(folded([text]).as_bytes())
    }

    #[test]
    fn chinese_is_found_anywhere_and_latin_where_a_word_begins() {
        let text = "北京城市副中心 Zhongguancun A座（原 首钢ABC厂房）BJ-XC-0012";
        for good in [
            "副中",
            "厂房",
            "市",
            "zhong",
            "ZHONG",
            "abc",
            "ＡＢＣ",
            "首钢abc",
            "BJ-XC-0012",
            "厂房 北京",
            "0012",
            "a座",
        ] {
            assert!(found(text, good), "{good}");
        }
        for bad in ["中副", "guancun", "bc", "012", "", "（）", "厂房 上海"] {
            assert!(!found(text, bad), "{bad}");
        }
    }

    #[test]
    fn words_do_not_reach_over_two_texts() {
        let folded = folded(["朝阳", "门外", "ab", "cd"]);
        assert_eq!(folded, " 朝阳 门外 ab cd");
        assert!(!Query::of("阳门").is_in(folded.as_bytes()));
        assert!(!Query::of("abcd").is_in(folded.as_bytes()));
    }
}
